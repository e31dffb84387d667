"""Arguments and steps that several commands share."""

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tqdm import tqdm

from sampler.artifact import resolve
from sampler.inference import Model
from sampler.quiet import native_silence


def add_models_dir(parser: argparse.ArgumentParser) -> None:
    """Where artefacts are."""
    parser.add_argument("--models", type=Path, default=Path("models"), help="folder of models (models/)")


def add_model(parser: argparse.ArgumentParser) -> None:
    """MODEL, and where to look for it."""
    parser.add_argument("model", metavar="MODEL", help="name, name@version or path to a version folder")
    add_models_dir(parser)


def load_model(args: argparse.Namespace) -> Model:
    """The model that `args` names."""
    folder = resolve(args.models, args.model)
    with native_silence():
        model = Model.load(folder)
        model.sound(0.5, 0.5)  # what native code has to say, it says on the first call
    return model


@contextmanager
def progress_bar(unit: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on the error stream while that is a terminal; yields `show(done, total)`."""
    with tqdm(unit=unit, disable=not sys.stderr.isatty(), leave=False) as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield show
