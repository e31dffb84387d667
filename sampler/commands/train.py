"""`train`: train a preset on a dataset, in a run directory."""

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sampler.commands.common import progress_bar, stopped_by_sigterm
from sampler.dataset.folder import prepare_folder
from sampler.dataset.hits import FILE_NAME
from sampler.families import family, preset
from sampler.families.base import Preset, changed
from sampler.recordings.folder import prepare_recordings
from sampler.recordings.settings import Settings
from sampler.recordings.store import INDEX, holds_recordings
from sampler.rundir import CONFIG, Progress
from sampler.training.plan import Plan
from sampler.training.schedule import CLOCKS
from sampler.training.session import train

LOG_EVERY_S = 10.0
HELP = "train a preset; stops at its epochs or minutes, whichever ends first, and keeps checkpoints"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add PRESET, the data, the run directory, the budget and what is written on the way."""
    parser.add_argument("preset", metavar="PRESET", help="one of `python -m sampler presets`")
    parser.add_argument(
        "--data", type=Path, required=True, help="output of prepare, or a folder of recordings"
    )
    parser.add_argument(
        "--run", dest="run_dir", type=Path, required=True, help="run directory, new or to resume"
    )
    parser.add_argument("--epochs", type=int, help="passes over the data (the preset's)")
    parser.add_argument("--minutes", type=float, help="minutes of training, summed over all resumptions")
    parser.add_argument(
        "--clock", choices=list(CLOCKS), default="wall", help="the clock that counts the minutes (wall)"
    )
    parser.add_argument(
        "--validation", type=Path, help="dataset to validate on (15 %% of --data, whole groups)"
    )
    parser.add_argument("--seed", type=int, default=0, help="seed of all random numbers (0)")
    parser.add_argument("--resume", action="store_true", help="go on from the newest checkpoint of the run")
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="change a hyper-parameter of the preset",
    )
    parser.add_argument(
        "--tensorboard",
        type=Path,
        metavar="DIR",
        help="also write losses, sounds and pictures for TensorBoard",
    )
    parser.add_argument("--log", action="store_true", help="print a line every ten seconds in place of a bar")


def run(args: argparse.Namespace) -> dict[str, Any]:
    """Train, showing a bar or lines; returns the last progress."""
    chosen = changed(preset(args.preset), args.set)
    epochs = args.epochs if args.epochs is not None else chosen.epochs
    data = _prepared(chosen, args.data, args.run_dir)
    plan = Plan(chosen, data, epochs, args.minutes, args.seed, args.validation, args.clock)
    with _lines() if args.log else _bar() as report:
        done = train(plan, args.run_dir, resume=args.resume, report=report, tensorboard=args.tensorboard)
    return vars(done)


@contextmanager
def _bar() -> Iterator[Callable[[Progress], None]]:
    with progress_bar("%") as show:
        yield lambda at: show(_percent(at), 100)


@contextmanager
def _lines() -> Iterator[Callable[[Progress], None]]:
    """Yield a function that prints the progress when state or warning change, else every ten seconds."""
    printed: tuple[str, str | None] = ("", None)
    due_s = 0.0

    def show(at: Progress) -> None:
        nonlocal printed, due_s
        status, now_s = (at.state, at.warning), time.monotonic()
        if status == printed and now_s < due_s:
            return
        warning = f" {at.warning}" if at.warning and at.warning != printed[1] else ""
        printed, due_s = status, now_s + LOG_EVERY_S
        print(f"{time.strftime('%H:%M:%S')} {_line(at)}{warning}", file=sys.stderr, flush=True)

    yield show


def _line(at: Progress) -> str:
    losses = {"loss": at.loss, "on unseen sounds": at.val_loss}
    shown = [f"{name} {value:.4g}" for name, value in losses.items() if value is not None]
    steps = [f"step {at.step} of {at.steps}"] if at.steps else []
    return ", ".join([f"{at.state}: epoch {at.epoch} of {at.epochs}", *steps, *shown])


def _prepared(chosen: Preset, data: Path, run_dir: Path) -> Path:
    """The path of the dataset. A folder of recordings is prepared into the run directory, but only once."""
    if data.is_file() or (data / FILE_NAME).is_file() or holds_recordings(data):
        return data
    prepared, is_long = run_dir / "data", family(chosen.family).trains_on == "recordings"
    if not ((run_dir / CONFIG).is_file() and (prepared / (INDEX if is_long else FILE_NAME)).is_file()):
        with progress_bar("‰" if is_long else "file") as show, stopped_by_sigterm():
            if is_long:
                prepare_recordings(data, prepared, Settings(), show)
            else:
                prepare_folder(data, prepared, progress=show)
    return prepared


def _percent(at: Progress) -> int:
    if at.eta_s is None or at.elapsed_s + at.eta_s == 0:
        return 0
    return round(100 * at.elapsed_s / (at.elapsed_s + at.eta_s))
