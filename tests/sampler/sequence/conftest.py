"""A small sequence model that several tests share: do not change it, copy it first."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from sampler.training.plan import Plan
from sampler.training.session import train
from tests.once import once, shared_folder
from tests.sampler.command_line import succeed
from tests.sampler.small import small

RATE_HZ = 8_000
EPOCHS = 2


def write_recordings(folder: Path, count: int = 5, seconds: float = 4.0) -> Path:
    """Write recordings of slow melodies of decaying tones, each another one."""
    folder.mkdir(parents=True)
    for index in range(count):
        rng, times = np.random.default_rng(index), np.arange(RATE_HZ // 4) / RATE_HZ
        tones = [
            0.5 * np.exp(-6 * times) * np.sin(2 * np.pi * 220 * 2 ** (rng.integers(12) / 12) * times)
            for _ in range(round(4 * seconds))
        ]
        soundfile.write(folder / f"melody {index}.wav", np.concatenate(tones), RATE_HZ)
    return folder


@pytest.fixture(scope="session")
def sequence_work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Shared by the processes of a test run."""
    return shared_folder(tmp_path_factory, "sequences")


@pytest.fixture(scope="session")
def recordings(sequence_work: Path) -> Path:
    """Five prepared recordings of four seconds."""
    with once(sequence_work / "prepared") as first:
        if first:
            src = write_recordings(sequence_work / "src")
            succeed(
                "prepare", "--recordings", src, sequence_work / "prepared", "--rate", RATE_HZ, "--chunk", 2
            )
    return sequence_work / "prepared"


@pytest.fixture(scope="session")
def sequence_run(sequence_work: Path, recordings: Path) -> Path:
    """A finished run of the small form of `samplernn-small`."""
    with once(sequence_work / "run") as first:
        if first:
            train(Plan(small("samplernn-small"), recordings, epochs=EPOCHS), sequence_work / "run")
    return sequence_work / "run"


@pytest.fixture(scope="session")
def sequence_models(sequence_work: Path, sequence_run: Path) -> Path:
    """A folder of models that holds `melody`, version 1."""
    published = sequence_work / "published"
    with once(published) as first:
        if first:
            succeed("export", sequence_run, "--name", "melody", "--models", published, "--licence", "CC0-1.0")
    return published
