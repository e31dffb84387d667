"""`classify`: ask a classifier which class recordings are of."""

import argparse
from pathlib import Path
from typing import Any

from sampler.artifact import resolve
from sampler.commands.common import add_model, progress_bar
from sampler.model.classifier import Classifier
from sampler.quiet import native_silence

HELP = "say which class recordings are of, with the probability of each"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add MODEL and the files."""
    add_model(parser)
    parser.add_argument("files", metavar="FILE", type=Path, nargs="+", help="recordings")


def run(args: argparse.Namespace) -> list[dict[str, Any]]:
    """Classify; returns file, likeliest class and the probability of every class for each file."""
    with native_silence():
        model = Classifier.load(resolve(args.models, args.model))
    rows = []
    with progress_bar("file") as show:
        for number, file in enumerate(args.files, 1):
            found = model.probabilities(model.read(file))
            likeliest = max(found, key=lambda name: found[name])
            shown = {name: round(value, 4) for name, value in found.items()}
            rows.append({"file": str(file), "class": likeliest, "probabilities": shown})
            show(number, len(args.files))
    return rows
