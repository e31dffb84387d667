"""How long a training will take: its steps, and how fast such steps went here."""

from dataclasses import dataclass
from statistics import median

from sampler.errors import BadRun
from sampler.families import preset as known_preset
from sampler.families.base import Preset
from sampler.rundir import read_progress
from webui.models import Dataset, Run
from webui.selectors.runs import run_folder

KEPT_SHARE = 0.85
"""What is left of a dataset when some of it is held out to validate on."""

LEAST_S, LATEST = 60.0, 5
"""A speed is taken from runs that trained for so long, the latest few of them."""

REFERENCE_STEPS_PER_S = {
    "modal": 4.7,
    "conv-ae": 4.7,
    "wavegan": 1.7,
    "ae-small": 215.0,
    "ae-med": 47.0,
    "ae-big": 16.0,
    "vae": 14.0,
}
"""Of presets whose name begins so, on one thread of a busy server: the slowest of each in the half hours of
`benchmarks/preset_table.py`."""


@dataclass(frozen=True)
class Estimate:
    """`seconds` until all epochs are done. `measured`: from runs of this studio, else of another one."""

    steps: int
    seconds: float
    measured: bool


def training_estimate(*, preset: str, dataset: Dataset) -> Estimate:
    """Raises BadValue for an unknown preset."""
    chosen = known_preset(preset)
    steps = _steps(chosen, dataset.kept)
    measured = _measured_speed(preset)
    return Estimate(steps, steps / (measured or _reference_speed(preset)), measured is not None)


def _steps(preset: Preset, sounds: int) -> int:
    training = max(1, round(KEPT_SHARE * sounds)) * (1 + preset.augmented_copies)
    return preset.epochs * -(-training // preset.batch_size)


def _measured_speed(preset: str) -> float | None:
    """Steps per second, checkpoints and validation included; None before a run has shown it."""
    speeds: list[float] = []
    for run in Run.objects.filter(preset=preset).exclude(state=Run.State.QUEUED)[: 4 * LATEST]:
        try:
            progress = read_progress(run_folder(run))
        except BadRun:
            continue
        if progress["elapsed_s"] >= LEAST_S and progress["step"]:
            speeds.append(progress["step"] / progress["elapsed_s"])
    return median(speeds[:LATEST]) if speeds else None


def _reference_speed(preset: str) -> float:
    return next(speed for name, speed in REFERENCE_STEPS_PER_S.items() if preset.startswith(name))
