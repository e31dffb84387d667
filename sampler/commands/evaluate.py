"""`evaluate`: measure a model on recordings."""

import argparse
from pathlib import Path
from typing import Any

from sampler.artifact import resolve
from sampler.commands.common import add_embedding_network, add_model, open_model, read_frames
from sampler.measure.comparison import compare
from sampler.measure.frechet import EmbeddingNetwork

HELP = "measure a model against a folder of recordings"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add MODEL and the folder of recordings."""
    add_model(parser)
    parser.add_argument("--data", type=Path, required=True, help="folder of recordings")
    add_embedding_network(parser)


def run(args: argparse.Namespace) -> dict[str, Any]:
    """Measure; returns distances, clicks, smoothness, coverage and decode time."""
    embedding = args.listener and EmbeddingNetwork(args.listener)
    folder = resolve(args.models, args.model)
    model = open_model(folder)
    real = read_frames(args.data, model.manifest.length_samples)
    return dict(compare(args.model, folder, model, real, embedding=embedding).metrics)
