"""Arguments and steps that several commands share."""

import argparse
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from sampler.artifact import resolve
from sampler.audio.features import model_frame
from sampler.audio.prepare import prepare
from sampler.audio.read import read_recording
from sampler.dataset.inputs import find_sources
from sampler.errors import BadDataset, UnreadableAudio, UnusableAudio
from sampler.model.inference import Model
from sampler.quiet import native_silence

TERMINATED = 128 + signal.SIGTERM
"""Exit code of a command that SIGTERM has ended, as shells have it."""


def add_models_dir(parser: argparse.ArgumentParser) -> None:
    """Where artefacts are."""
    parser.add_argument("--models", type=Path, default=Path("models"), help="folder of models (models/)")


def add_model(parser: argparse.ArgumentParser) -> None:
    """MODEL, and where to look for it."""
    parser.add_argument("model", metavar="MODEL", help="name, name@version or path to a version folder")
    add_models_dir(parser)


def add_listener(parser: argparse.ArgumentParser) -> None:
    """Who hears the Fréchet audio distance."""
    parser.add_argument(
        "--listener",
        metavar="NETWORK",
        type=Path,
        help="Keras classifier of drums with a layer `emb`: adds the Fréchet audio distance",
    )


def load_model(args: argparse.Namespace) -> Model:
    """The model that `args` names."""
    return open_model(resolve(args.models, args.model))


def open_model(folder: Path) -> Model:
    """The model in a version folder, ready."""
    with native_silence():
        model = Model.load(folder)
        model.sound(0.5, 0.5)  # what native code has to say, it says on the first call
    return model


def read_frames(folder: Path, length_samples: int) -> NDArray[np.float32]:
    """Model frames (n, length) of all usable recordings in a folder; BadDataset for fewer than two."""
    frames = []
    with progress_bar("file") as show:
        sources = find_sources(folder)
        for index, source in enumerate(sources):
            try:
                frames.append(model_frame(prepare(read_recording(source.path)), length_samples))
            except (UnreadableAudio, UnusableAudio):
                continue
            show(index + 1, len(sources))
    if len(frames) < 2:
        raise BadDataset(f"{folder} holds fewer than two recordings that can be read.")
    return np.stack(frames)


@contextmanager
def stopped_by_sigterm() -> Iterator[None]:
    """SIGTERM ends what runs inside as Ctrl-C would: half-written results are removed, children ended."""
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread hears of signals
        return
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def progress_bar(unit: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on the error stream while that is a terminal; yields `show(done, total)`."""
    with tqdm(unit=unit, disable=not sys.stderr.isatty(), leave=False) as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield show
