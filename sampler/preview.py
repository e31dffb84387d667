"""A picture of a map: spectrograms of an 8 x 8 grid of its sounds."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sampler.audio.analyse import log_mel

STEPS = 8
FLOOR_DB, CEILING_DB = -70.0, 15.0
GAP = 2
RAMP = np.array([[17, 20, 23], [43, 49, 66], [110, 70, 62], [245, 165, 36], [255, 240, 205]])
"""From ground to amber, evenly rising in lightness."""


def draw_preview(sounds: NDArray[np.float32], path: Path) -> None:
    """Write a PNG of 64 sounds (64, length), row-major, x first; y rises from the bottom as on the pad."""
    from PIL import Image

    mel = log_mel(sounds).transpose(0, 2, 1)[:, ::-1]
    level = np.clip((mel - FLOOR_DB) / (CEILING_DB - FLOOR_DB), 0, 1)
    tiles = np.pad(level, ((0, 0), (GAP, GAP), (GAP, GAP)))
    height, width = tiles.shape[1:]
    rows = tiles.reshape(STEPS, STEPS, height, width)[::-1]
    sheet = rows.transpose(0, 2, 1, 3).reshape(STEPS * height, STEPS * width)
    Image.fromarray(_colour(sheet)).save(path, optimize=True)


def _colour(level: NDArray[np.float32]) -> NDArray[np.uint8]:
    knots = np.linspace(0, 1, len(RAMP))
    return np.stack([np.interp(level, knots, RAMP[:, channel]) for channel in range(3)], axis=-1).astype(
        np.uint8
    )
