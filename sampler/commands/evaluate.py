"""`evaluate`: how well a model does on recordings."""

import argparse
from pathlib import Path
from typing import Any

from sampler.artifact import resolve
from sampler.commands.common import add_listener, add_model, load_model, read_frames
from sampler.frechet import Listener, prior_sounds
from sampler.measure import measure

HELP = "measure a model against a folder of recordings"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """MODEL and data."""
    add_model(parser)
    parser.add_argument("--data", type=Path, required=True, help="folder of recordings")
    add_listener(parser)


def run(args: argparse.Namespace) -> dict[str, Any]:
    """Distances, clicks, smoothness, coverage and latency."""
    model, listener = load_model(args), args.listener and Listener(args.listener)
    real = read_frames(args.data, model.manifest.length_samples)
    report = measure(model, real)
    if listener:
        made = prior_sounds(model, resolve(args.models, args.model))
        report["frechet"] = round(listener.distance(made, real), 4)
    return report
