"""`evaluate`: how well a model does on recordings."""

import argparse
from pathlib import Path
from typing import Any

import numpy as np

from sampler.audio.inputs import find_sources
from sampler.audio.prepare import prepare
from sampler.audio.read import read_recording
from sampler.commands.common import add_model, load_model
from sampler.errors import BadDataset, UnreadableAudio, UnusableAudio
from sampler.features import model_frame
from sampler.measure import measure

HELP = "measure a model against a folder of recordings"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """MODEL and data."""
    add_model(parser)
    parser.add_argument("--data", type=Path, required=True, help="folder of recordings")


def run(args: argparse.Namespace) -> dict[str, Any]:
    """Distances, clicks, smoothness, coverage and latency."""
    model = load_model(args)
    frames = []
    for source in find_sources(args.data):
        try:
            frames.append(model_frame(prepare(read_recording(source.path)), model.manifest.length_samples))
        except (UnreadableAudio, UnusableAudio):
            continue
    if len(frames) < 2:
        raise BadDataset(f"{args.data} holds fewer than two recordings that can be read.")
    return measure(model, np.stack(frames))
