"""The previews of a run: sounds at the same nine positions of the map, rendered while it trains.

previews/N/about.json   step N, epoch, seconds trained
previews/N/0.wav ...    one for each of POSITIONS, in their order

This module imports no Keras, so that the web can read previews.
"""

import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sampler.audio.write import encode_wav
from sampler.constants import RATE_HZ

FOLDER, ABOUT = "previews", "about.json"
KEPT = 10
"""Previews that a run keeps, spread over its time."""

POSITIONS = {
    "upper left": (0.1, 0.9),
    "top": (0.5, 0.9),
    "upper right": (0.9, 0.9),
    "left": (0.1, 0.5),
    "middle": (0.5, 0.5),
    "right": (0.9, 0.5),
    "lower left": (0.1, 0.1),
    "bottom": (0.5, 0.1),
    "lower right": (0.9, 0.1),
}
"""The positions (x, y) on the map, by name."""


@dataclass(frozen=True)
class Preview:
    """When nine sounds were rendered: after how many steps, in which epoch, after how many seconds."""

    step: int
    epoch: int
    elapsed_s: float


def write_preview(run: Path, preview: Preview, sounds: Sequence[NDArray[np.float32]]) -> None:
    """Write the sounds of `POSITIONS`, each (length,) at 44.1 kHz, all or none; drop those beyond `KEPT`."""
    target = run / FOLDER / str(preview.step)
    temporary = target.with_name(f".{target.name}.tmp")
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir(parents=True)
    for position, sound in enumerate(sounds):
        (temporary / f"{position}.wav").write_bytes(encode_wav(sound, rate_hz=RATE_HZ, bits=16))
    (temporary / ABOUT).write_text(json.dumps(asdict(preview)))
    shutil.rmtree(target, ignore_errors=True)
    os.replace(temporary, target)
    while len(kept := read_previews(run)) > KEPT:
        _drop(run, kept[_most_crowded([one.elapsed_s for one in kept])])


def read_previews(run: Path) -> list[Preview]:
    """The previews that a run keeps, oldest first."""
    found = []
    for about in (run / FOLDER).glob(f"[0-9]*/{ABOUT}"):
        try:
            found.append(Preview(**json.loads(about.read_text())))
        except FileNotFoundError:  # just dropped
            continue
    return sorted(found, key=lambda preview: preview.step)


def preview_sound(run: Path, step: int, position: int) -> Path:
    """The path of one sound, which need not exist. `position` counts `POSITIONS` from 0."""
    return run / FOLDER / str(step) / f"{position}.wav"


def drop_later(run: Path, step: int) -> None:
    """Remove the previews made after `step`, from which a training goes on."""
    for preview in read_previews(run):
        if preview.step > step:
            _drop(run, preview)


def _drop(run: Path, preview: Preview) -> None:
    shutil.rmtree(run / FOLDER / str(preview.step), ignore_errors=True)


def _most_crowded(times: list[float]) -> int:
    """Index of the time whose neighbours lie closest together; never the first or the last."""
    return 1 + int(np.argmin(np.subtract(times[2:], times[:-2])))
