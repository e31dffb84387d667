"""Synthetic drums, made from a seed, for tests where no real recordings are available."""

from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

RATE_HZ = 44_100


def drum(seed: int, length_s: float = 0.4) -> NDArray[np.float32]:
    """A decaying tone with a burst of noise, float32 (n,), different for every seed."""
    rng = np.random.default_rng(seed)
    seconds = np.arange(int(length_s * RATE_HZ)) / RATE_HZ
    tone = np.sin(2 * np.pi * rng.uniform(120, 320) * seconds) * np.exp(-seconds / rng.uniform(0.03, 0.12))
    noise = rng.standard_normal(seconds.size) * np.exp(-seconds / rng.uniform(0.01, 0.1))
    hit = rng.uniform(0.2, 0.8) * tone + rng.uniform(0.1, 0.4) * noise
    lead = np.zeros(int(rng.uniform(0, 0.05) * RATE_HZ))
    return np.concatenate([lead, 0.9 * hit / np.abs(hit).max()]).astype(np.float32)


def write_drums(folder: Path, count: int) -> Path:
    """Write `count` drums as `kit<k>__hit<n>.wav`, four recordings per kit: kits are groups."""
    folder.mkdir(parents=True, exist_ok=True)
    for index in range(count):
        path = folder / f"kit{index // 4}__hit{index % 4}.wav"
        soundfile.write(path, drum(index), RATE_HZ, subtype="PCM_16")
    return folder


def write_stranger(path: Path) -> Path:
    """Write a second of whistling, which is outside every model of drums."""
    seconds = np.arange(RATE_HZ) / RATE_HZ
    soundfile.write(path, 0.8 * np.sin(2 * np.pi * 3_000 * seconds), RATE_HZ, subtype="PCM_16")
    return path
