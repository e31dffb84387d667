"""`survey`: propose a frame for a prepared folder and find near-duplicates and outliers."""

import argparse
from pathlib import Path
from typing import Any

from sampler.commands.common import progress_bar
from sampler.progress import ProgressFile
from sampler.survey.survey import FILE_NAME, survey_folder

HELP = "look at a prepared folder: which frame fits, which sounds are nearly the same, which stand out"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the prepared folder and the progress file."""
    parser.add_argument("data", metavar="OUT", type=Path, help="output of prepare")
    parser.add_argument("--progress", type=Path, metavar="FILE", help="keep the progress in FILE, as JSON")


def run(args: argparse.Namespace) -> dict[str, Any]:
    """Survey; returns the proposed frame, the reasons for it, and numbers of near-duplicates and outliers."""
    progress_file = ProgressFile(args.progress, "comparing")
    with progress_bar("sound") as bar:

        def show(done: int, total: int) -> None:
            bar(done, total)
            progress_file(done, total)

        found = survey_folder(args.data, progress=show)
    return {
        "sounds": found["sounds"],
        "attack": found["attack"]["proposed_s"],
        "attack_why": found["attack"]["why"],
        "length": found["decay"]["proposed_s"],
        "length_why": found["decay"]["why"],
        "nearly_the_same": len(found["groups"]),
        "outliers": len(found["outliers"]),
        "survey": str(args.data / FILE_NAME),
    }
