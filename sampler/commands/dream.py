"""`dream`: change a recording towards what a classifier listens for."""

import argparse
from pathlib import Path
from typing import Any

import numpy as np

from sampler.artifact import resolve
from sampler.audio.resample import resample
from sampler.audio.write import encode_wav, write_atomically
from sampler.commands.common import add_model, progress_bar
from sampler.constants import MAX_SEED, RATE_HZ
from sampler.errors import BadValue
from sampler.model.classifier import Classifier
from sampler.model.dreams import MAX_S, Wish, dream
from sampler.quiet import native_silence

HELP = "change a recording until a classifier hears more of a class, or one of its layers answers more"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add MODEL, the files, and what the dream moves towards."""
    add_model(parser)
    parser.add_argument("file", metavar="FILE", type=Path, help=f"recording; its first {MAX_S:g} s are read")
    parser.add_argument("out", metavar="OUT", type=Path, help="WAV file for the dream")
    parser.add_argument("--towards", metavar="CLASS", help="the class that it moves towards")
    parser.add_argument("--layer", type=int, metavar="N", help="the layer, from 0, that is to answer more")
    parser.add_argument("--steps", type=int, default=100, help="steps of the dream (100)")
    parser.add_argument("--seed", type=int, default=0, help="seed of the shifts in time (0)")


def run(args: argparse.Namespace) -> dict[str, Any]:
    """Dream and write; returns the file, and the model's answer before and after."""
    if not 0 <= args.seed <= MAX_SEED:
        raise BadValue(f"seed must be a whole number from 0 to {MAX_SEED}.")
    with native_silence():
        model = Classifier.load(resolve(args.models, args.model))
    wish = Wish(args.towards, args.layer, args.steps, args.seed)
    wish.require(model)
    samples = model.read(args.file, MAX_S)
    with progress_bar("step") as show:
        made = dream(model, samples, wish, show)
    # models may hear at rates that few programs read
    samples = resample(made.samples, model.hears.rate_hz, RATE_HZ)
    write_atomically(args.out, encode_wav(np.clip(samples, -1, 1), rate_hz=RATE_HZ, bits=24))
    return {"file": str(args.out), "before": round(made.before, 4), "after": round(made.after, 4)}
