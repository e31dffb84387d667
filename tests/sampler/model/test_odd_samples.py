"""What is measured of samples that are no drums, and of the sounds that a model makes of them.

A listener would agree with what `static/js/studio/sample/report.js` says of these figures.
"""

import numpy as np
import pytest
from numpy.typing import NDArray

from sampler.audio.prepare import prepare
from sampler.audio.read import Recording
from sampler.constants import RATE_HZ
from sampler.model.budget import Budget
from sampler.model.inference import Match, Model
from tests.synthetic import drum
from tests.tiny_model import ROOT
from tests.voice import vowel

Floats = NDArray[np.float32]
SECOND = np.arange(RATE_HZ) / RATE_HZ
RNG = np.random.default_rng(0)


@pytest.fixture(scope="module")
def snare() -> Model:
    model = Model.load(ROOT / "models" / "snare" / "1")
    model.coarse_grid.render(Budget())
    return model


def located(model: Model, samples: NDArray[np.floating]) -> Match:
    return model.locate(prepare(Recording(samples.astype(np.float32), RATE_HZ)))


def test_a_click_of_4_5_ms_has_no_note_and_is_shorter_than_any_drum(snare: Model) -> None:
    match = located(snare, RNG.uniform(-0.9, 0.9, 198) * np.linspace(1, 0.2, 198))
    assert match.pitch is None
    assert match.tune == 0
    assert match.sample.length_s <= 0.01
    assert match.sound.length_s >= match.sample.length_s


def test_steady_noise_has_no_note_is_longer_than_a_snare_and_not_on_its_map(snare: Model) -> None:
    match = located(snare, RNG.uniform(-0.8, 0.8, RATE_HZ))
    assert match.pitch is None
    assert match.sample.length_s > 1.27 * match.sound.length_s
    assert match.outside


def test_a_sine_is_matched_in_pitch_but_is_not_on_the_map(snare: Model) -> None:
    match = located(snare, 0.8 * np.sin(2 * np.pi * 440 * SECOND))
    assert match.pitch is not None
    assert match.pitch.hz == pytest.approx(440, rel=0.003)
    assert match.sample.length_s == pytest.approx(1, abs=0.02)
    assert match.sample.length_s > match.sound.length_s
    assert match.sound.brightness_hz > match.sample.brightness_hz
    assert match.outside


def test_a_voice_has_the_pitch_at_which_it_is_sung_and_is_not_on_the_map(snare: Model) -> None:
    match = located(snare, vowel(140))
    assert match.pitch is not None
    assert match.pitch.hz == pytest.approx(140, rel=0.01)
    assert match.sample.length_s > match.sound.length_s
    assert match.outside


def test_of_a_loop_of_20_s_the_loudest_hit_is_located(snare: Model) -> None:
    hit = np.pad(drum(0), (0, RATE_HZ))[: RATE_HZ // 2]
    loop = np.tile(0.4 * hit, 40)
    loop[7 * len(hit) : 8 * len(hit)] *= 2
    alone, looped = located(snare, hit), located(snare, loop)
    assert looped.x == pytest.approx(alone.x, abs=0.15)
    assert looped.y == pytest.approx(alone.y, abs=0.15)
    assert looped.heard_db < 1.5 * alone.heard_db + 1
