"""`prepare`: make a dataset and a report from a folder of drums, or from one of long recordings."""

import argparse
import json
from pathlib import Path
from typing import Any

from sampler.commands.common import counts, progress_bar, stopped_by_sigterm
from sampler.commands.recordings import add_recording_arguments, prepare_long
from sampler.constants import RATE_HZ
from sampler.dataset.folder import Framing, prepare_folder
from sampler.errors import BadValue
from sampler.progress import ProgressFile

HELP = "prepare a folder of drums, or with --recordings one of long recordings, for training"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add SRC, OUT, the frame and how the work is done."""
    parser.add_argument("src", metavar="SRC", type=Path, help="folder with recordings, of any depth")
    parser.add_argument("out", metavar="OUT", type=Path, help="folder for wav/, dataset.npz and report.csv")
    parser.add_argument("--attack", type=float, default=0.1, help="seconds from the start to the peak (0.1)")
    parser.add_argument("--length", type=float, default=0.4, help="seconds of each file in wav/ (0.4)")
    parser.add_argument(
        "--rate", type=int, help="sample rate in Hz of wav/ (44100), or of recordings/ (16000)"
    )
    add_recording_arguments(parser)
    parser.add_argument(
        "--picture",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="also draw this file before and after, into OUT/pictures/ (may be repeated)",
    )
    parser.add_argument("--jobs", type=int, default=None, help="processes at a time (all cores)")
    parser.add_argument(
        "--leave-out", type=Path, metavar="FILE", help="refuse the files that this JSON list of paths names"
    )
    parser.add_argument("--progress", type=Path, metavar="FILE", help="keep the progress in FILE, as JSON")


def run(args: argparse.Namespace) -> dict[str, Any]:
    """Prepare; returns how many files were kept and refused, the reasons, and the paths of the results."""
    return prepare_long(args) if args.recordings else _prepare_hits(args)


def _prepare_hits(args: argparse.Namespace) -> dict[str, Any]:
    rate_hz = RATE_HZ if args.rate is None else args.rate
    progress_file = ProgressFile(args.progress, "reading")

    def show(done: int, total: int) -> None:
        bar(done, total)
        progress_file(done, total)

    with progress_bar("file") as bar, stopped_by_sigterm():
        rows = prepare_folder(
            args.src,
            args.out,
            attack_s=args.attack,
            length_s=args.length,
            rate_hz=rate_hz,
            jobs=args.jobs,
            progress=show,
            left_out=_left_out(args.leave_out),
        )
    framing = Framing(args.attack, args.length, rate_hz)
    pictures = [_draw(file, args.src, args.out / "pictures", framing) for file in args.picture]
    return {
        **counts(rows),
        "wav": str(args.out / "wav"),
        "dataset": str(args.out / "dataset.npz"),
        "report": str(args.out / "report.csv"),
        "pictures": [str(picture) for picture in pictures],
    }


def _left_out(file: Path | None) -> frozenset[str]:
    """The paths, relative to SRC, that FILE lists. Raises BadValue for a file that is no such list."""
    if file is None:
        return frozenset()
    try:
        paths = json.loads(file.read_text())
    except ValueError:
        paths = None
    if not isinstance(paths, list) or not all(isinstance(path, str) for path in paths):
        raise BadValue(f'{file} is no JSON list of paths: write one such as ["kit/a.wav"].')
    return frozenset(paths)


def _draw(file: Path, src: Path, folder: Path, framing: Framing) -> Path:
    """Draw `file`, a path or one relative to SRC."""
    from sampler.dataset.picture import draw_before_after  # imported late: most preparations draw nothing

    path = file if file.exists() else src / file
    picture = folder / f"{path.name}.png"
    draw_before_after(
        path,
        picture,
        rate_hz=framing.rate_hz,
        attack_samples=framing.attack_samples,
        length_samples=framing.length_samples,
    )
    return picture
