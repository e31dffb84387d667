"""`train`: a preset on a dataset, in a run directory."""

import argparse
from pathlib import Path
from typing import Any

from sampler.audio.dataset import FILE_NAME
from sampler.audio.folder import prepare_folder
from sampler.commands.common import progress_bar, stopped_by_sigterm
from sampler.families import preset
from sampler.families.base import changed
from sampler.training.rundir import Progress
from sampler.training.trainer import Plan, train

HELP = "train a preset; stops at its epochs or minutes, whichever ends first, and keeps checkpoints"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """PRESET, data, run and budget."""
    parser.add_argument("preset", metavar="PRESET", help="one of `python -m sampler presets`")
    parser.add_argument(
        "--data", type=Path, required=True, help="output of prepare, or a folder of recordings"
    )
    parser.add_argument(
        "--run", dest="run_dir", type=Path, required=True, help="run directory, new or to resume"
    )
    parser.add_argument("--epochs", type=int, help="passes over the data (the preset's)")
    parser.add_argument("--minutes", type=float, help="minutes of training, over all sittings of the run")
    parser.add_argument(
        "--validation", type=Path, help="dataset to validate on (15 %% of --data, whole groups)"
    )
    parser.add_argument("--seed", type=int, default=0, help="seed of everything random (0)")
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


def run(args: argparse.Namespace) -> dict[str, Any]:
    """Train, showing a bar of epochs; returns the last progress."""
    chosen = changed(preset(args.preset), args.set)
    epochs = args.epochs if args.epochs is not None else chosen.epochs
    plan = Plan(chosen, _prepared(args.data, args.run_dir), epochs, args.minutes, args.seed, args.validation)
    with progress_bar("%") as show:
        done = train(
            plan,
            args.run_dir,
            resume=args.resume,
            report=lambda at: show(_percent(at), 100),
            tensorboard=args.tensorboard,
        )
    return vars(done)


def _prepared(data: Path, run_dir: Path) -> Path:
    """The dataset itself, or one made beside the run from a folder of recordings."""
    if data.is_file() or (data / FILE_NAME).is_file():
        return data
    prepared = run_dir / "data"
    if not (prepared / FILE_NAME).is_file():
        with progress_bar("file") as show, stopped_by_sigterm():
            prepare_folder(data, prepared, progress=show)
    return prepared


def _percent(at: Progress) -> int:
    if at.eta_s is None or at.elapsed_s + at.eta_s == 0:
        return 0
    return round(100 * at.elapsed_s / (at.elapsed_s + at.eta_s))
