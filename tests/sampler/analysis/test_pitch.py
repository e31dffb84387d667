"""The pitch of a body: right on sounds whose pitch is known, and none where there is none."""

import time

import numpy as np
import pytest
from numpy.typing import NDArray

from sampler.analysis.pitch import GLIDE_S, body_pitch
from tests.voice import vowel

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
RATE_HZ, PEAK = 44_100, 441
SECONDS = (np.arange(16_384) - PEAK) / RATE_HZ


def partial(hz: float | Doubles, decay_s: float = 0.08, level: float = 1.0, phase: float = 0.0) -> Doubles:
    """A damped partial (16384,) of constant or changing frequency (16384,) that starts at sample 441."""
    angle = 2 * np.pi * np.cumsum(np.broadcast_to(hz, SECONDS.shape)) / RATE_HZ
    wave = level * np.cos(angle - angle[PEAK] + phase) * np.exp(-np.maximum(SECONDS, 0) / decay_s)
    return np.where(SECONDS < 0, 0, wave)


def falling(settled_hz: float, ratio: float, fall_s: float) -> Doubles:
    """Frequency (16384,) that starts `ratio` times as high as it settles."""
    return np.asarray(settled_hz * ratio ** np.exp(-np.maximum(SECONDS, 0) / fall_s))


def noise(level: float, seed: int = 0, decay_s: float = 0.1) -> Doubles:
    """Decaying white noise (16384,) from sample 441 on."""
    draw = np.random.default_rng(seed).normal(size=SECONDS.size)
    return np.where(SECONDS < 0, 0, level * draw * np.exp(-np.maximum(SECONDS, 0) / decay_s))


def sound(*parts: Doubles) -> Floats:
    return np.asarray(np.sum(parts, axis=0), np.float32)


def cents(found_hz: float, hz: float) -> float:
    return float(abs(1200 * np.log2(found_hz / hz)))


@pytest.mark.parametrize("phase", [0.0, 1.6, 3.0])
@pytest.mark.parametrize("hz", [30.0, 37.5, 50.0, 61.5, 80.75, 120.0, 200.0, 333.0, 480.0, 1000.0, 2000.0])
def test_a_damped_partial_has_its_frequency(hz: float, phase: float) -> None:
    found = body_pitch(sound(partial(hz, phase=phase)))
    assert found is not None
    assert cents(found.hz, hz) < 10
    assert found.clarity > 0.8
    assert abs(found.glide.fall_octaves) < 0.3
    assert all(cents(glide_hz, hz) < 100 for glide_hz in found.glide_hz)


@pytest.mark.parametrize("fall_s", [0.01, 0.03, 0.06])
@pytest.mark.parametrize(
    ("settled_hz", "ratio"), [(40.0, 2.0), (50.0, 4.0), (60.0, 6.0), (100.0, 1.5), (180.0, 2.0)]
)
def test_a_glide_is_followed(settled_hz: float, ratio: float, fall_s: float) -> None:
    course = falling(settled_hz, ratio, fall_s)
    found = body_pitch(sound(partial(course, 0.15)))
    assert found is not None
    for second, glide_hz in zip(GLIDE_S, found.glide_hz, strict=True):
        assert cents(glide_hz, float(np.interp(second, SECONDS, course))) < 120
    assert found.glide_hz[0] > found.glide_hz[2]


def test_noise_over_a_body_does_not_hide_it() -> None:
    for seed in range(10):
        found = body_pitch(sound(partial(190, 0.06), noise(0.15, seed)))
        assert found is not None
        assert cents(found.hz, 190) < 50


@pytest.mark.parametrize("second_level", [0.5, 1.0, 1.6])
def test_the_lowest_of_a_drum_head_s_partials_is_its_pitch(second_level: float) -> None:
    ratios = ((1.0, 1.0), (1.59, second_level), (2.14, 0.5), (2.30, 0.4))
    found = body_pitch(sound(*(partial(110 * ratio, 0.12, level, phase=ratio) for ratio, level in ratios)))
    assert found is not None
    assert cents(found.hz, 110) < 30


def test_an_octave_above_that_is_louder_is_not_the_pitch() -> None:
    for level in (0.5, 1.0, 2.0):
        found = body_pitch(sound(partial(60, 0.15), partial(120, 0.1, level)))
        assert found is not None
        assert cents(found.hz, 60) < 30


def test_a_burst_above_the_body_is_not_the_pitch() -> None:
    found = body_pitch(sound(partial(50, 0.2), partial(130, 0.015, 2.0), noise(0.5, decay_s=0.005)))
    assert found is not None
    assert cents(found.hz, 50) < 50


def test_noise_has_no_pitch() -> None:
    pitched = [body_pitch(sound(noise(0.3, seed, 0.02 + 0.01 * seed))) is not None for seed in range(40)]
    assert sum(pitched) == 0


@pytest.mark.parametrize("low_hz", [100.0, 300.0, 800.0])
def test_a_band_of_noise_has_no_pitch(low_hz: float) -> None:
    for seed in range(5):
        spectrum = np.fft.rfft(np.random.default_rng(seed).normal(size=SECONDS.size))
        bins_hz = np.fft.rfftfreq(SECONDS.size, 1 / RATE_HZ)
        band = np.fft.irfft(spectrum * ((bins_hz > low_hz) & (bins_hz < 2 * low_hz)), SECONDS.size)
        assert (
            body_pitch(sound(np.where(SECONDS < 0, 0, band * np.exp(-np.maximum(SECONDS, 0) / 0.1)))) is None
        )


def test_silence_and_clicks_have_no_pitch() -> None:
    click = np.zeros(198, np.float32)  # 4.5 ms
    click[20:60] = np.hanning(40)
    assert body_pitch(np.zeros(16_384, np.float32)) is None
    assert body_pitch(np.zeros(1, np.float32)) is None
    assert body_pitch(click) is None
    assert body_pitch(np.pad(click, (0, 16_000))) is None
    assert body_pitch(np.pad(partial(3_000)[PEAK : PEAK + 198], (0, 9_000)).astype(np.float32)) is None


def test_a_steady_sine_has_its_frequency_wherever_its_peak_is() -> None:
    seconds = np.arange(44_100) / RATE_HZ
    for hz in (55.0, 440.0, 1500.0):
        found = body_pitch((0.2 * np.sin(2 * np.pi * hz * seconds)).astype(np.float32))
        assert found is not None
        assert cents(found.hz, hz) < 5


def test_level_lead_and_sign_do_not_matter() -> None:
    plain = sound(partial(85, 0.1), noise(0.05))
    expected = body_pitch(plain)
    assert expected is not None
    for other in (0.01 * plain, -plain, np.pad(plain, (5_000, 0))[: 5_000 + 16_384]):
        found = body_pitch(other.astype(np.float32))
        assert found is not None
        assert cents(found.hz, expected.hz) < 1


def test_a_hit_takes_a_few_milliseconds() -> None:
    hit = sound(partial(85, 0.1), partial(250, 0.05), noise(0.1))
    body_pitch(hit)
    started = time.process_time()
    for _ in range(20):
        body_pitch(hit)
    assert (time.process_time() - started) / 20 < 0.03


@pytest.mark.parametrize("hz", [110.0, 140.0, 220.0, 320.0])
def test_a_voice_has_the_pitch_of_its_fundamental_not_of_a_formant(hz: float) -> None:
    found = body_pitch(vowel(hz))
    assert found is not None
    assert cents(found.hz, hz) < 20


def test_a_decaying_partial_is_no_harmonic_of_a_lower_one() -> None:
    """Of partials in a ratio of 2 to 3 that decay, as those of a drum, one is the note."""
    found = body_pitch(sound(partial(300, 0.06), partial(450, 0.06)))
    assert found is not None
    assert cents(found.hz, 300) < 20
