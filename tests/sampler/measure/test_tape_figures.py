"""The figures that tapes are judged by: each says of made-up audio what is known of it."""

import numpy as np
import pytest
from numpy.typing import NDArray

from sampler.measure.tape_figures import (
    COPY_ALARM,
    Heard,
    click,
    drift_db,
    frechet,
    nearest_excerpt,
    onsets_per_s,
    tape_figures,
    tonality,
)

Floats = NDArray[np.float32]
RATE_HZ = 8_000


def noise(seconds: float, seed: int = 0) -> Floats:
    drawn = 0.1 * np.random.default_rng(seed).standard_normal(round(seconds * RATE_HZ))
    return drawn.astype(np.float32)


def melody(seconds: int, seed: int = 0) -> Floats:
    """Two decaying tones a second, in a little noise."""
    rng, times = np.random.default_rng(seed), np.arange(RATE_HZ // 2) / RATE_HZ
    tones = [
        0.4 * np.exp(-5 * times) * np.sin(2 * np.pi * 220 * 2 ** (rng.integers(24) / 12) * times)
        for _ in range(2 * seconds)
    ]
    return (np.concatenate(tones) + 0.01 * noise(seconds, seed)).astype(np.float32)


def heard(*parts: Floats) -> Heard:
    return Heard(parts, RATE_HZ)


def test_noise_has_no_tones_and_no_onsets_and_a_melody_has_both() -> None:
    assert tonality(heard(noise(6))) == pytest.approx(0, abs=0.03)
    assert tonality(heard(melody(6))) > 0.2
    assert onsets_per_s(heard(noise(6))) == 0
    assert onsets_per_s(heard(melody(6))) == pytest.approx(2, abs=0.4)


def test_the_frechet_distance_knows_the_colour_of_seconds_and_not_their_order() -> None:
    real, other = melody(12), melody(12, seed=1)
    shuffled = np.concatenate(np.random.default_rng(2).permutation(real.reshape(12, -1)))
    near, far = frechet(heard(other), heard(real)), frechet(heard(noise(12)), heard(real))
    assert near is not None
    assert far is not None
    assert frechet(heard(shuffled), heard(real)) == pytest.approx(0, abs=0.1)
    assert 0 < near < far / 5
    assert frechet(heard(noise(1)), heard(real)) is None


def test_a_copy_is_noticed_wherever_it_begins_and_silence_is_none() -> None:
    known = heard(melody(10))
    copied = melody(10)[3 * RATE_HZ + 500 : 5 * RATE_HZ]
    near = nearest_excerpt(heard(np.concatenate([noise(2), copied])), known)
    own = nearest_excerpt(heard(melody(6, seed=5)), known)
    assert near is not None
    assert own is not None
    assert near < COPY_ALARM < own
    assert nearest_excerpt(heard(np.zeros(3 * RATE_HZ, np.float32)), known) is None


def test_jumps_where_blocks_meet_are_clicks() -> None:
    times = np.arange(8 * RATE_HZ) / RATE_HZ
    tone = (0.5 * np.sin(2 * np.pi * 200 * times)).astype(np.float32)
    assert click(tone, 500) == pytest.approx(1, abs=0.6)
    assert click(noise(4), 512) == pytest.approx(1, abs=0.2)
    broken = noise(4).reshape(-1, 500) * 0.1 + np.tile([[0.0], [0.3]], (32, 1))
    assert click(broken.reshape(-1).astype(np.float32), 500) > 3


def test_a_tape_that_fades_drifts() -> None:
    fading = noise(8) * np.linspace(1, 0.1, 8 * RATE_HZ, dtype=np.float32)
    assert drift_db(heard(noise(8))) == pytest.approx(0, abs=0.5)
    assert drift_db(heard(fading)) < -8


def test_all_figures_of_tapes_stand_beside_those_of_recordings() -> None:
    tape = np.concatenate([noise(2), np.zeros(RATE_HZ, np.float32), np.ones(RATE_HZ, np.float32)])
    figures = tape_figures(heard(tape), heard(melody(4, 1)), heard(melody(8)), 64)
    assert (figures["silent_share"], figures["clipped_share"]) == (0.25, 0.25)
    assert figures["frechet"] > figures["frechet_of_unseen"]
    assert figures["onsets_per_s_of_unseen"] == pytest.approx(2, abs=0.6)
