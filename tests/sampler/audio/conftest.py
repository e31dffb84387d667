"""Recordings for the tests of `sampler.audio`: shared real ones, and a hit made of sines and noise."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import strategies as st
from numpy.typing import NDArray

from sampler.audio.option_kinds import Choice, Kind, Number, Switch, Whole
from sampler.audio.options import OPTIONS

Floats = NDArray[np.float32]


def synthesise(seed: int = 0, length_samples: int = 20_000, rate_hz: int = 44_100) -> Floats:
    """A drum-like hit (n,): 180 Hz body and noise, both decaying, 5 ms after the start."""
    time_s = np.arange(length_samples) / rate_hz - 0.005
    noise = np.random.default_rng(seed).normal(size=length_samples)
    body = np.sin(2 * np.pi * 180 * time_s) * np.exp(-np.maximum(time_s, 0) / 0.06)
    hiss = 0.2 * noise * np.exp(-np.maximum(time_s, 0) / 0.03)
    return np.where(time_s < 0, 0, 0.5 * (body + hiss)).astype(np.float32)


def texts_of(kind: Kind) -> st.SearchStrategy[str]:
    """Valid texts for an option. They also test that `parse` accepts the limits of the table."""
    match kind:
        case Choice():
            return st.sampled_from(kind.allowed).map(str)
        case Switch():
            return st.sampled_from(["0", "1", "true", "False", "on", "no"])
        case Whole():
            return st.integers(kind.low, kind.high).map(str)
        case Number():
            return st.floats(kind.low, kind.high).map(str)
    raise TypeError(f"no texts are known for {kind}")


@pytest.fixture(scope="session")
def option_texts() -> st.SearchStrategy[dict[str, str]]:
    """Any render options, each valid by itself."""
    return st.fixed_dictionaries(
        {}, optional={name: texts_of(option.kind) for name, option in OPTIONS.items()}
    )


@pytest.fixture
def hit() -> Floats:
    return synthesise()


@pytest.fixture
def make_hit() -> Callable[..., Floats]:
    return synthesise


@pytest.fixture
def wav(tmp_path: Path, hit: Floats) -> Path:
    """A plain recording on disk."""
    path = tmp_path / "hit.wav"
    soundfile.write(path, hit, 44_100)
    return path


@pytest.fixture(scope="session")
def drums() -> Path:
    """The shared recordings beside the repository."""
    folder = Path(__file__).parents[4] / "shared/data/drums"
    if not folder.is_dir():
        pytest.skip(f"{folder} with real recordings is not there")
    return folder
