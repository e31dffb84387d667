"""The picture of a map in its artefact: spectrograms of an 8 x 8 grid of its sounds."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sampler.analysis.spectra import log_mel

if TYPE_CHECKING:
    from PIL.Image import Image

STEPS = 8
FLOOR_DB, CEILING_DB = -70.0, 15.0
GAP = 2
COLOURS = 64
"""Colours of the PNG: more could not be distinguished on the ramp, and the file has a third of the bytes."""

RAMP = np.array([[17, 20, 23], [43, 49, 66], [110, 70, 62], [245, 165, 36], [255, 240, 205]])
"""Colours (5, 3) from the background to amber, rising evenly in lightness."""


def draw_preview(sounds: NDArray[np.float32], path: Path) -> None:
    """Write a PNG of sounds (64, length), row-major, x first; y rises from the bottom as on the pad."""
    picture(sounds, STEPS).quantize(COLOURS).save(path, optimize=True)


def picture(sounds: NDArray[np.float32], columns: int) -> "Image":
    """The spectrograms of sounds (rows * columns, length), row-major, rows rising from the bottom."""
    from PIL.Image import fromarray

    mel = log_mel(sounds).transpose(0, 2, 1)[:, ::-1]
    level = np.clip((mel - FLOOR_DB) / (CEILING_DB - FLOOR_DB), 0, 1)
    tiles = np.pad(level, ((0, 0), (GAP, GAP), (GAP, GAP)))
    height, width = tiles.shape[1:]
    rows = tiles.reshape(-1, columns, height, width)[::-1]
    sheet = rows.transpose(0, 2, 1, 3).reshape(-1, columns * width)
    return fromarray(_colour(sheet))


def _colour(level: NDArray[np.float32]) -> NDArray[np.uint8]:
    knots = np.linspace(0, 1, len(RAMP))
    return np.stack([np.interp(level, knots, RAMP[:, channel]) for channel in range(3)], axis=-1).astype(
        np.uint8
    )
