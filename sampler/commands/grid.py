"""`grid`: render an even grid over the map, one file per position."""

import argparse
from pathlib import Path
from typing import Any

from sampler.audio.write import write_wav
from sampler.commands.common import add_model, load_model, progress_bar
from sampler.constants import MAX_TUNE_SEMITONES
from sampler.errors import BadValue
from sampler.measure.reconstruction import grid_positions

HELP = "render a grid over the map into files that sort row by row"
MAX_STEPS = 100


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add MODEL, the folder for the files and the size of the grid."""
    add_model(parser)
    parser.add_argument("out", metavar="OUT", type=Path, help="folder for the files")
    parser.add_argument(
        "--steps", type=int, required=True, help=f"positions along each side, 1 to {MAX_STEPS}"
    )
    parser.add_argument(
        "--tune", type=float, default=0.0, help="semitones, -24 to 24, where the model has it"
    )


def run(args: argparse.Namespace) -> dict[str, Any]:
    """Render steps x steps files, 32-bit float at 44.1 kHz."""
    if not 1 <= args.steps <= MAX_STEPS:
        raise BadValue(f"steps must be a whole number from 1 to {MAX_STEPS}.")
    if not -MAX_TUNE_SEMITONES <= args.tune <= MAX_TUNE_SEMITONES:
        limits = f"-{MAX_TUNE_SEMITONES:g} to {MAX_TUNE_SEMITONES:g}"
        raise BadValue(f"tune must be a number from {limits} semitones.")
    model = load_model(args)
    positions = grid_positions(args.steps)
    with progress_bar("sound") as show:
        for index, (x, y) in enumerate(positions):
            path = args.out / f"{index:04d}_x{x:.4f}_y{y:.4f}.wav"
            write_wav(path, model.sound(x, y, tune=args.tune), rate_hz=model.manifest.rate_hz)
            show(index + 1, len(positions))
    return {"folder": str(args.out), "files": len(positions)}
