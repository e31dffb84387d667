"""Training speed of presets, compared with a plain Keras `fit` of the same network, and the cost of safety.

    python benchmarks/training_speed.py [PRESET ...] [--seconds 20] [--rounds 2] [--sounds FOLDER]

"Plain" compiles a preset's model with Keras's Adam and calls `fit` on arrays with one step per call. "Bare"
compiles and reads as `train` does, with ten steps per call and the guarded optimiser, but without callbacks.
"Train" is the function behind `python -m sampler train`: schedule, guards, progress, history, previews, and a
checkpoint after every epoch. All three validate after every epoch and run on one thread. Each is timed from
the end of its first epoch, which leaves out compiling. The best round counts.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
os.environ |= dict.fromkeys(("OMP_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"), "1")

import keras  # noqa: E402

from sampler.dataset.folder import prepare_folder  # noqa: E402
from sampler.dataset.hits import Dataset  # noqa: E402
from sampler.families import family, preset  # noqa: E402
from sampler.families.base import Preset  # noqa: E402
from sampler.rundir import Progress  # noqa: E402
from sampler.training.arrays import make_arrays, training_sounds  # noqa: E402
from sampler.training.batches import array_inputs, fit_inputs  # noqa: E402
from sampler.training.build import build_model, compile_model  # noqa: E402
from sampler.training.division import divide, groups_to_hold_out  # noqa: E402
from sampler.training.plan import MAX_EPOCHS, Plan  # noqa: E402
from sampler.training.session import train  # noqa: E402

PRESETS = ("ae-small-relu", "ae-med-tanh", "ae-big-relu", "conv-ae", "vae-b", "wavegan", "modal")
"""One preset of every network; the activation makes no difference to the speed."""

Arrays = dict[str, Any]
Way = tuple[Callable[[keras.Model, Preset], None], Callable[[Arrays, Arrays, int], dict[str, Any]]]
"""A function that compiles a model, and one that makes the arguments of `fit`."""


class Clock(keras.callbacks.Callback):
    """Ends `fit` after the epoch in which `seconds` have passed since the end of the first epoch."""

    def __init__(self, seconds: float, steps_per_epoch: int) -> None:
        super().__init__()
        self.seconds, self.steps_per_epoch = seconds, steps_per_epoch
        self.rate = 0.0

    def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        if epoch == 0:
            self.start = time.perf_counter()
            return
        spent_s = time.perf_counter() - self.start
        self.rate = epoch * self.steps_per_epoch / spent_s
        self.model.stop_training = spent_s > self.seconds


def plain(model: keras.Model, wanted: Preset) -> None:
    """Compile with Keras alone; adversarial models need a training step of their own in any case."""
    model.compile(optimizer=keras.optimizers.Adam(wanted.learning_rate))
    if wanted.family == "wavegan":
        from sampler.steps.two_players import set_up_players

        set_up_players(model, wanted.learning_rate)


def fitted(way: Way, wanted: Preset, data: tuple[Arrays, Arrays], seconds: float) -> float:
    """Steps per second of Keras's own `fit`."""
    compile_it, inputs = way
    training, validation = data
    model = build_model(wanted)
    compile_it(model, wanted)
    clock = Clock(seconds, -(-len(training["audio"]) // wanted.batch_size))
    arguments = inputs(training, validation, wanted.batch_size)
    model.fit(**arguments, epochs=100_000, verbose=0, callbacks=[clock])
    return clock.rate


class TimeIsUp(Exception):
    """Raised in the report callback to end `train`."""


def trained(wanted: Preset, data: Path, seconds: float) -> float:
    """Steps per second of `train`, over the same epochs as `Clock`."""
    ended: dict[int, float] = {}

    def note(progress: Progress) -> None:
        times = list(ended.values())
        if times and progress.step not in ended and times[-1] - times[0] > seconds:
            raise TimeIsUp
        if progress.step and progress.step % (progress.steps // progress.epochs) == 0:
            ended[progress.step] = time.perf_counter()  # the last report of an epoch follows its validation

    with tempfile.TemporaryDirectory() as run, suppress(TimeIsUp):
        train(Plan(wanted, data, MAX_EPOCHS), Path(run), report=note)
    first, *_, last = ended
    return (last - first) / (ended[last] - ended[first])


def arrays(data: Path, wanted: Preset) -> tuple[Arrays, Arrays]:
    """The training and validation arrays that `train` makes of a dataset."""
    dataset = Dataset.load(data)
    division = divide(dataset, groups_to_hold_out(dataset.groups, 0), None)
    sounds = training_sounds(division, wanted.augmented_copies, 0)
    capabilities = family(wanted.family).capabilities(wanted.hyper)
    training, validation = (make_arrays(each, capabilities) for each in (sounds, division.validation))
    return dict(training), dict(validation)


def measure(name: str, data: Path, seconds: float, rounds: int) -> None:
    wanted = replace(preset(name), plateau=None)  # a plateau would end the training early
    inputs = arrays(data, wanted)
    rates: dict[str, float] = {}
    for _ in range(rounds):
        for way, rate in (
            ("plain", fitted((plain, array_inputs), wanted, inputs, seconds)),
            ("bare", fitted((compile_model, fit_inputs), wanted, inputs, seconds)),
            ("train", trained(wanted, data, seconds)),
        ):
            rates[way] = max(rate, rates.get(way, 0.0))
    speeds = "   ".join(f"{way} {rate:8.2f}" for way, rate in rates.items())
    ratio, cost = rates["train"] / rates["plain"], 1 - rates["train"] / rates["bare"]
    print(f"{name:14s} {speeds} steps/s   train / plain {ratio:5.2f}   safety {cost:6.1%}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("presets", nargs="*", default=PRESETS)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--sounds", type=Path, default=ROOT.parent / "shared/data/drums/snare")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        prepare_folder(chosen.sounds, folder)
        print("safety: cost of checkpoints, guards, progress and previews (target: at most 5 %)", flush=True)
        for name in chosen.presets:
            measure(name, Path(folder), chosen.seconds, chosen.rounds)


if __name__ == "__main__":
    main()
