"""Model frames and features: positive peak at one sample, faded edges, independent of level."""

import numpy as np
import pytest
from numpy.typing import NDArray

from sampler.analysis.features import FEATURES, log_mel_image, log_mel_shape, model_frame
from sampler.audio.prepare import Prepared, prepare
from sampler.audio.read import Recording
from sampler.constants import MODEL_LENGTH_SAMPLES, MODEL_PEAK_SAMPLE, PEAK_LEVEL
from tests.synthetic import RATE_HZ, drum

Floats = NDArray[np.float32]
SEEDS = range(8)


@pytest.fixture(params=SEEDS)
def sound(request: pytest.FixtureRequest) -> Prepared:
    return prepare(Recording(drum(request.param), RATE_HZ))


def test_the_peak_is_positive_and_at_the_peak_sample(sound: Prepared) -> None:
    frame = model_frame(sound, MODEL_LENGTH_SAMPLES)
    assert frame.shape == (MODEL_LENGTH_SAMPLES,)
    assert frame.dtype == np.float32
    assert np.argmax(np.abs(frame)) == MODEL_PEAK_SAMPLE
    assert frame[MODEL_PEAK_SAMPLE] == pytest.approx(PEAK_LEVEL)
    assert (frame[0], frame[-1]) == (0, 0)


@pytest.mark.parametrize("gain", [-1.0, 0.01, -30.0])
def test_sign_and_level_of_a_recording_make_no_difference(sound: Prepared, gain: float) -> None:
    other = Prepared(sound.samples * np.float32(gain), sound.peak)
    one, two = (model_frame(each, MODEL_LENGTH_SAMPLES) for each in (sound, other))
    np.testing.assert_allclose(one, two, atol=1e-5)


def test_the_image_spans_one_to_minus_one(sound: Prepared) -> None:
    image = log_mel_image(model_frame(sound, MODEL_LENGTH_SAMPLES)[None])
    assert image.shape == (1, *log_mel_shape(MODEL_LENGTH_SAMPLES), 1)
    assert image.max() == 1
    assert image.min() >= -1


def test_an_image_does_not_depend_on_its_batch() -> None:
    frames = np.stack([model_frame(prepare(Recording(drum(seed), RATE_HZ)), 16_384) for seed in SEEDS])
    frames[0] *= 0.001
    alone = np.concatenate([log_mel_image(frame[None]) for frame in frames])
    np.testing.assert_allclose(log_mel_image(frames), alone, atol=1e-5)


def test_silence_has_an_image() -> None:
    for make in FEATURES.values():
        assert np.isfinite(make(np.zeros((2, 16_384), np.float32))).all()
