"""A decode worker in the form for GPUs, on this CPU: Keras, with simultaneous sounds in batches."""

import io
from pathlib import Path

import numpy as np
import pytest
import soundfile

from sampler.audio.options import RenderOptions
from sampler.errors import BadValue, CorruptArtifact
from sampler.model.inference import Model
from tests.webui.judges import FACTORY, judging_worker, publish_factory_model
from webui.messaging import replies
from webui.messaging.jobs import ask_sound, deadline

PLACES = [(index * 0.618 % 1, index * 0.755 % 1) for index in range(16)]
TOLERANCE = 1e-4


def samples(wav: bytes) -> "np.ndarray[tuple[int], np.dtype[np.float32]]":
    found: np.ndarray[tuple[int], np.dtype[np.float32]] = soundfile.read(io.BytesIO(wav), dtype="float32")[0]
    return found


def test_simultaneous_sounds_equal_those_of_litert(models_dir: Path) -> None:
    publish_factory_model(models_dir, "snare")
    light = Model.load(FACTORY)
    expected = [samples(light.render(x, y, options=RenderOptions(seed=7))) for x, y in PLACES]
    with judging_worker(models_dir, "keras"):
        for _ in range(2):  # from the second round on the worker expects several calls
            ends = deadline()
            keys = [ask_sound("snare", "1", {"x": repr(x), "y": repr(y), "seed": "7"}) for x, y in PLACES]
            wrong = ask_sound("snare", "1", {"x": "0.5", "y": "0.5", "detail": "AAAA"})
            missing = ask_sound("snare", "9", {"x": "0.5", "y": "0.5"})
            for key, sound in zip(keys, expected, strict=True):
                np.testing.assert_allclose(samples(replies.receive(key, ends)), sound, atol=TOLERANCE)
            with pytest.raises(BadValue):
                replies.receive(wrong, ends)
            with pytest.raises(CorruptArtifact):
                replies.receive(missing, ends)
