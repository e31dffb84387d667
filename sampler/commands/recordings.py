"""`prepare --recordings`: make a dataset of chunks from a folder of long recordings."""

import argparse
from typing import Any

from sampler.commands.common import counts, progress_bar, stopped_by_sigterm
from sampler.progress import ProgressFile
from sampler.recordings import report, store
from sampler.recordings.folder import prepare_recordings
from sampler.recordings.settings import Settings

DEFAULT = Settings()


def add_recording_arguments(parser: argparse.ArgumentParser) -> None:
    """Add --recordings and what only long recordings take."""
    group = parser.add_argument_group("long recordings")
    group.add_argument(
        "--recordings",
        action="store_true",
        help="SRC holds long recordings: write their chunks to OUT/recordings/, for sequence models",
    )
    group.add_argument("--chunk", type=float, default=DEFAULT.chunk_s, help="seconds of a chunk (8)")
    group.add_argument(
        "--overlap", type=float, default=DEFAULT.overlap_s, help="seconds that neighbours share (1)"
    )
    group.add_argument(
        "--high-pass", type=float, default=0.0, metavar="HZ", help="remove what is below HZ (nothing)"
    )
    group.add_argument("--mix", action="store_true", help="take the mean of all channels, not the first one")


def prepare_long(args: argparse.Namespace) -> dict[str, Any]:
    """Prepare recordings; returns how many were kept and refused, the reasons, seconds, and the paths."""
    rate_hz = DEFAULT.rate_hz if args.rate is None else args.rate
    settings = Settings(rate_hz, args.chunk, args.overlap, args.high_pass, args.mix)
    progress_file = ProgressFile(args.progress, "reading")

    def show(done: int, total: int) -> None:
        bar(done, total)
        progress_file(done, total)

    with progress_bar("‰") as bar, stopped_by_sigterm():
        rows = prepare_recordings(args.src, args.out, settings, show)
    return {
        **counts(rows),
        "kept_s": round(sum(row.kept_s for row in rows), 3),
        "silent_s": round(sum(row.silent_s for row in rows), 3),
        "recordings": str(args.out / store.FOLDER),
        "report": str(args.out / report.FILE_NAME),
    }
