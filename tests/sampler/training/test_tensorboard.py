"""Events for TensorBoard hold every loss and, at fixed places of the map, what is to hear and to see."""

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
import tensorflow as tf
from PIL import Image

from sampler.constants import RATE_HZ
from sampler.rundir import read_history, read_progress
from sampler.training.plan import Plan
from sampler.training.previews import POSITIONS
from sampler.training.session import train
from tests.sampler.small import LENGTH_SAMPLES, small

EPOCHS = 3


@pytest.fixture(scope="module")
def run(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    run = tmp_path_factory.mktemp("watched") / "run"
    train(Plan(small("vae-c"), data, epochs=EPOCHS), run, tensorboard=run / "events")
    return run


@pytest.fixture(scope="module")
def events(run: Path) -> list[Any]:
    (file,) = (run / "events").iterdir()
    return [tf.compat.v1.Event.FromString(one.numpy()) for one in tf.data.TFRecordDataset(str(file))]


def values(events: list[Any], kind: str) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for event in events:
        for value in event.summary.value:
            if value.HasField(kind):
                found.setdefault(value.tag, []).append((event.step, getattr(value, kind)))
    return found


def test_the_file_begins_as_tensorboard_wants(events: list[Any], run: Path) -> None:
    assert events[0].file_version == "brain.Event:2"
    (file,) = (run / "events").iterdir()
    assert file.name.startswith("events.out.tfevents.")


def test_every_column_of_the_history_is_there(events: list[Any], run: Path) -> None:
    history, scalars = read_history(run), values(events, "simple_value")
    assert {"kl_0", "kl_1", "loss", "val_loss"} <= set(scalars) == set(history) - {"epoch"}
    steps = read_progress(run)["step"]
    for name, found in scalars.items():
        assert [step for step, _ in found] == [steps // EPOCHS * (i + 1) for i in range(EPOCHS)]
        np.testing.assert_allclose([value for _, value in found], history[name], rtol=1e-5)


def test_sounds_and_pictures_of_fixed_places(events: list[Any]) -> None:
    sounds, pictures = values(events, "audio"), values(events, "image")
    assert set(sounds) == {f"sound/{name}" for name in POSITIONS}
    assert set(pictures) == {f"spectrogram/{name}" for name in POSITIONS}
    for found in sounds.values():
        sound, rate_hz = soundfile.read(io.BytesIO(found[-1][1].encoded_audio_string))
        assert (rate_hz, len(sound)) == (RATE_HZ, LENGTH_SAMPLES)
        assert 0.5 < np.abs(sound).max() <= 1
    for found in pictures.values():
        drawn = Image.open(io.BytesIO(found[-1][1].encoded_image_string))
        assert drawn.size == (found[-1][1].width, found[-1][1].height)
