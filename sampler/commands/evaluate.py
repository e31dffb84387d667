"""`evaluate`: how well a model does on recordings."""

import argparse
from pathlib import Path
from typing import Any

from sampler.artifact import resolve
from sampler.commands.common import add_listener, add_model, open_model, read_frames
from sampler.measure.comparison import compare
from sampler.measure.frechet import Listener

HELP = "measure a model against a folder of recordings"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """MODEL and data."""
    add_model(parser)
    parser.add_argument("--data", type=Path, required=True, help="folder of recordings")
    add_listener(parser)


def run(args: argparse.Namespace) -> dict[str, Any]:
    """Distances, clicks, smoothness, coverage and latency."""
    listener, folder = args.listener and Listener(args.listener), resolve(args.models, args.model)
    model = open_model(folder)
    real = read_frames(args.data, model.manifest.length_samples)
    return dict(compare(args.model, folder, model, real, listener=listener).metrics)
