"""What a run trains, for how long and on what, and how the run directory keeps that."""

from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from sampler.constants import MAX_SEED
from sampler.errors import BadRun, BadValue
from sampler.families import family, preset
from sampler.families.base import Preset
from sampler.rundir import CONFIG, read_config, write_json
from sampler.training.division import groups_to_hold_out
from sampler.training.material import Data, handling

MAX_EPOCHS, MAX_MINUTES = 100_000, 7 * 24 * 60
NOT_SETTINGS = ("hyper", "small", "steps_per_s")
"""Fields of a preset that are not among the settings of a training: `hyper` is kept beside them."""


@dataclass(frozen=True)
class Plan:
    """What to train and for how long. `minutes` counts over all sittings of the run.

    Raises BadValue for epochs, minutes or a seed that are out of range.
    """

    preset: Preset
    data: Path
    epochs: int
    minutes: float | None = None
    seed: int = 0
    validation: Path | None = None
    """A dataset to validate on. None: whole groups of `data` are held out."""
    clock: str = "wall"
    """The clock that minutes are counted by: one of `schedule.CLOCKS`."""

    def __post_init__(self) -> None:
        if not 1 <= self.epochs <= MAX_EPOCHS:
            raise BadValue(f"epochs must be a whole number from 1 to {MAX_EPOCHS}.")
        if self.minutes is not None and not 0 < self.minutes <= MAX_MINUTES:
            raise BadValue(f"minutes must be more than 0 and at most {MAX_MINUTES}.")
        if not 0 <= self.seed <= MAX_SEED:
            raise BadValue(f"seed must be a whole number from 0 to {MAX_SEED}.")


def continued(plan: Plan, run: Path, *, resume: bool) -> Plan:
    """The plan with the hyper-parameters that `run` began with; the plan itself for a new run.

    Raises BadRun where `run` has begun and `resume` is false, or where it began with another preset, or with
    another kind of validation.
    """
    if not (run / CONFIG).exists():
        return plan
    if not resume:
        raise BadRun(
            f"{run} already holds a training: add --resume to go on with it, or choose another directory."
        )
    begun = read_config(run)
    if begun["preset"] != plan.preset.name:
        raise BadRun(f"{run} trains '{begun['preset']}', not '{plan.preset.name}'.")
    if begun["validation"] and plan.validation is None:
        raise BadRun(f"{run} validates on {begun['validation']}: name that again with --validation.")
    if plan.validation is not None and not begun["validation"]:
        raise BadRun(f"{run} validates on what it held out: go on without --validation.")
    require_form(run, begun)
    return replace(plan, preset=replace(plan.preset, hyper=begun["hyper"]))


def require_form(run: Path, config: dict[str, Any]) -> None:
    """Raise BadRun where the preset of a run of this configuration has become another network since."""
    if config["family"] != preset(config["preset"]).family:
        raise BadRun(f"{run} began with an earlier form of '{config['preset']}': start a new run.")


def load_data(plan: Plan) -> Data:
    """The plan's dataset. Raises BadDataset where its family trains on another kind."""
    found: Data = handling(plan.preset.family).load(plan.data)
    return found


def completed(plan: Plan, dataset: Data) -> Plan:
    """The plan with the hyper-parameters that follow from its data. Raises BadDataset."""
    hyper = family(plan.preset.family).from_data(plan.preset.hyper, dataset.groups)
    return replace(plan, preset=replace(plan.preset, hyper=hyper))


def claim(run: Path, plan: Plan, dataset: Data) -> Any:
    """Write the run's configuration; return the division of its data, of the kind that the family trains on.

    Raises BadDataset for an empty side.
    """
    config, handle = _config(plan, dataset), handling(plan.preset.family)
    if (run / CONFIG).exists():
        # the groups that the run began to hold out stay held out, even where the data has changed
        config["held_out"] = read_config(run)["held_out"]
    validation = handle.load(plan.validation) if plan.validation else None
    division = handle.divide(dataset, config["held_out"], validation)
    write_json(run / CONFIG, config)
    return division


def load_division(config: dict[str, Any]) -> tuple[Any, Any]:
    """The dataset of a run and its division, of the kind that the family trains on.

    Raises BadRun where the dataset has changed since.
    """
    handle = handling(config["family"])
    validation = handle.load(Path(config["validation"])) if config["validation"] else None
    dataset = handle.load(Path(config["data"]))
    if dataset.fingerprint() != config["fingerprint"]:
        raise BadRun(f"{config['data']} has changed since the training: train again, or restore it.")
    return dataset, handle.divide(dataset, config["held_out"], validation)


def _config(plan: Plan, dataset: Data) -> dict[str, Any]:
    return {
        "preset": plan.preset.name,
        "family": plan.preset.family,
        "hyper": dict(plan.preset.hyper),
        "training": _settings(plan),
        "data": str(plan.data.resolve()),
        "fingerprint": dataset.fingerprint(),
        "validation": str(plan.validation.resolve()) if plan.validation else None,
        "held_out": [] if plan.validation else _held_out(plan, dataset.groups),
        "seed": plan.seed,
    }


def _held_out(plan: Plan, groups: list[str]) -> list[str]:
    """Groups to validate on, of every stratum that the family tells apart."""
    stratum = family(plan.preset.family).stratum
    parts: dict[str, list[str]] = {}
    for group in groups:
        parts.setdefault(stratum(group), []).append(group)
    return [group for name in sorted(parts) for group in groups_to_hold_out(parts[name], plan.seed)]


def _settings(plan: Plan) -> dict[str, Any]:
    """How the run trains: the preset's settings, with the plan's epochs, minutes and clock."""
    settings = {name: value for name, value in asdict(plan.preset).items() if name not in NOT_SETTINGS}
    return settings | {"epochs": plan.epochs, "minutes": plan.minutes, "clock": plan.clock}
