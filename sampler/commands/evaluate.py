"""`evaluate`: measure a model on recordings: a map by its sounds, a sequence model by bits and tapes."""

import argparse
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sampler.artifact import read_description, resolve
from sampler.commands.common import add_embedding_network, add_model, open_model, read_frames
from sampler.commands.evaluate_tapes import evaluate_tapes
from sampler.errors import BadValue
from sampler.measure.comparison import compare
from sampler.measure.frechet import EmbeddingNetwork

HELP = "measure a model against a folder of recordings"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add MODEL and the folder of recordings."""
    add_model(parser)
    parser.add_argument("--data", type=Path, required=True, help="folder of recordings")
    parser.add_argument(
        "--training",
        type=Path,
        help="folder of the recordings that MODEL learned from: adds the figures of the nearest of them",
    )
    parser.add_argument(
        "--sounds", type=int, help="measure so many of them, drawn at random with a fixed seed"
    )
    add_embedding_network(parser)


def run(args: argparse.Namespace) -> dict[str, Any]:
    """Measure; returns distances, clicks, smoothness, coverage and decode time."""
    if args.sounds is not None and args.sounds < 1:
        raise BadValue(f"--sounds is {args.sounds}: choose at least 1.")
    folder = resolve(args.models, args.model)
    if read_description(folder).kind == "sequence":
        return evaluate_tapes(folder, args.data, args.training)
    embedding = args.listener and EmbeddingNetwork(args.listener)
    model = open_model(folder)
    real = _drawn(read_frames(args.data, model.manifest.length_samples), args.sounds)
    known = args.training and read_frames(args.training, model.manifest.length_samples)
    return dict(compare(args.model, folder, model, real, embedding=embedding, known=known).metrics)


def _drawn(frames: NDArray[np.float32], count: int | None) -> NDArray[np.float32]:
    if count is None:
        return frames
    return frames[np.sort(np.random.default_rng(0).permutation(len(frames))[:count])]
