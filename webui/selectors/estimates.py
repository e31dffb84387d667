"""How long a training will take: the number of its steps, and how fast such steps went in earlier runs."""

from dataclasses import dataclass
from statistics import median

from sampler.errors import BadRun
from sampler.families import preset as known_preset
from sampler.families.base import Preset
from sampler.rundir import read_progress
from webui.models import Dataset, Run
from webui.selectors.runs import run_folder

KEPT_SHARE = 0.85
"""The share of a dataset that trains; the rest is held out to validate on."""

LEAST_S, LATEST = 60.0, 5
"""A speed is measured on the latest `LATEST` runs that trained for at least `LEAST_S`."""


@dataclass(frozen=True)
class Estimate:
    """`seconds` until all epochs are done; `measured` by runs of this studio, else declared by the preset."""

    steps: int
    seconds: float
    measured: bool


def training_estimate(*, preset: str, dataset: Dataset) -> Estimate:
    """The estimate for a whole training of a preset on a dataset. Raises BadValue for an unknown preset."""
    chosen = known_preset(preset)
    steps = _steps(chosen, dataset.kept)
    measured = _measured_speed(preset)
    return Estimate(steps, steps / (measured or chosen.steps_per_s), measured is not None)


def _steps(preset: Preset, sounds: int) -> int:
    training = max(1, round(KEPT_SHARE * sounds)) * (1 + preset.augmented_copies)
    return preset.epochs * -(-training // preset.batch_size)


def _measured_speed(preset: str) -> float | None:
    """Steps per second, checkpoints and validation included; None where no run has trained long enough."""
    speeds: list[float] = []
    for run in Run.objects.filter(preset=preset).exclude(state=Run.State.QUEUED)[: 4 * LATEST]:
        try:
            progress = read_progress(run_folder(run))
        except BadRun:
            continue
        if progress["elapsed_s"] >= LEAST_S and progress["step"]:
            speeds.append(progress["step"] / progress["elapsed_s"])
    return median(speeds[:LATEST]) if speeds else None
