"""Arguments and steps that several commands share."""

import argparse
import signal
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from sampler.analysis.features import model_frame
from sampler.artifact import resolve
from sampler.audio.prepare import prepare
from sampler.audio.read import read_recording
from sampler.dataset.inputs import find_sources
from sampler.dataset.report import ReportRow
from sampler.errors import BadDataset, UnreadableAudio, UnusableAudio
from sampler.model.inference import Model
from sampler.quiet import native_silence
from sampler.recordings.report import RecordingRow

TERMINATED = 128 + signal.SIGTERM
"""Exit code of a command that SIGTERM has ended, by the convention of shells."""


def add_models_dir(parser: argparse.ArgumentParser) -> None:
    """Add --models, the folder of artefacts."""
    parser.add_argument("--models", type=Path, default=Path("models"), help="folder of models (models/)")


def add_model(parser: argparse.ArgumentParser) -> None:
    """Add MODEL and --models."""
    parser.add_argument("model", metavar="MODEL", help="name, name@version or path to a version folder")
    add_models_dir(parser)


def add_embedding_network(parser: argparse.ArgumentParser) -> None:
    """Add --listener, the embedding network of the Fréchet audio distance."""
    parser.add_argument(
        "--listener",
        metavar="NETWORK",
        type=Path,
        help="Keras classifier of drums with a layer `emb`: adds the Fréchet audio distance",
    )


def load_model(args: argparse.Namespace) -> Model:
    """Load the model that `args` names. Raises ModelNotFound, CorruptArtifact or IncompatibleArtifact."""
    return open_model(resolve(args.models, args.model))


def open_model(folder: Path) -> Model:
    """Load a version folder and render one sound. Raises CorruptArtifact or IncompatibleArtifact."""
    with native_silence():
        model = Model.load(folder)
        model.sound(0.5, 0.5)  # native code logs on the first call
    return model


def read_frames(folder: Path, length_samples: int) -> NDArray[np.float32]:
    """Model frames (n, length) of all usable recordings in a folder. Raises BadDataset for fewer than two."""
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


def counts(rows: Sequence[ReportRow | RecordingRow]) -> dict[str, Any]:
    """How many inputs of a preparation there were, were kept and were refused, and for which reasons."""
    refused = [row for row in rows if not row.kept]
    return {
        "inputs": len(rows),
        "kept": len(rows) - len(refused),
        "refused": len(refused),
        "reasons": dict(Counter(str(row.reason) for row in refused)),
    }


@contextmanager
def stopped_by_sigterm() -> Iterator[None]:
    """Let SIGTERM end the block as Ctrl-C would: half-written results are removed, child processes ended."""
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread receives signals
        return
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def progress_bar(unit: str) -> Iterator[Callable[[int, int], None]]:
    """Yield `show(done, total)`, which draws a bar on the error stream if that is a terminal."""
    with tqdm(unit=unit, disable=not sys.stderr.isatty(), leave=False) as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield show
