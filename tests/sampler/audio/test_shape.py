"""`shape`: every render option has its effect, and none clips, clicks or moves the peak."""

import io

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from sampler.audio.shape import RenderOptions, align_peak, shape
from sampler.audio.write import encode_wav
from sampler.constants import PEAK_LEVEL
from sampler.errors import BadValue

Floats = NDArray[np.float32]
PEAK = 441


@pytest.fixture(scope="module")
def sound() -> Floats:
    """A finished sound of a model's length: 200 Hz body, broad noise, decaying to silence."""
    time_s = (np.arange(16_384) - PEAK) / 44_100
    noise = np.random.default_rng(3).normal(size=len(time_s))
    body = np.cos(2 * np.pi * 200 * time_s) * np.exp(-np.abs(time_s) / 0.05)
    hiss = 0.1 * noise * np.exp(-np.abs(time_s) / 0.03)
    return align_peak((body + hiss).astype(np.float32) * (time_s > -0.003), peak_sample=PEAK)


def shaped(sound: Floats, **texts: str) -> Floats:
    return shape(sound, RenderOptions.parse(texts), peak_sample=PEAK)


def power_db(samples: Floats, low_hz: float, high_hz: float, rate_hz: int = 44_100) -> float:
    power = np.abs(np.fft.rfft(samples, 65_536)) ** 2
    bins_hz = np.fft.rfftfreq(65_536, 1 / rate_hz)
    return float(10 * np.log10(power[(bins_hz >= low_hz) & (bins_hz < high_hz)].mean()))


def test_no_options_change_nothing(sound: Floats) -> None:
    np.testing.assert_array_equal(shaped(sound), sound)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_no_options_clip_click_or_break(
    option_texts: st.SearchStrategy[dict[str, str]], data: st.DataObject
) -> None:
    try:
        options = RenderOptions.parse(data.draw(option_texts))
    except BadValue:
        return
    rng = np.random.default_rng(0)
    raw = (rng.normal(size=16_384) * np.exp(-np.arange(16_384) / 4_000)).astype(np.float32)
    samples = shape(align_peak(raw, peak_sample=PEAK, norm=options.norm), options, peak_sample=PEAK)
    assert samples.dtype == np.float32
    assert np.isfinite(samples).all()
    assert np.abs(samples).max() <= np.float32(PEAK_LEVEL)
    assert abs(samples[0]) < 1e-6
    assert abs(samples[-1]) < 1e-6
    if not (options.trim or options.lowcut or options.highcut):
        assert np.argmax(np.abs(samples)) == round(PEAK * options.rate / 44_100)


def test_the_same_options_give_the_same_samples(sound: Floats) -> None:
    texts = {"pitch": "3.3", "lowcut": "80", "rate": "48000", "gain": "7"}
    np.testing.assert_array_equal(shaped(sound, **texts), shaped(sound, **texts))


@pytest.mark.parametrize(("semitones", "factor"), [("12", 2.0), ("-12", 0.5), ("7", 2 ** (7 / 12))])
def test_pitch_moves_the_body_and_the_length(sound: Floats, semitones: str, factor: float) -> None:
    samples = shaped(sound, pitch=semitones)
    spectrum = np.abs(np.fft.rfft(samples, 1 << 19))
    strongest_hz = spectrum.argmax() * 44_100 / (1 << 19)
    assert strongest_hz == pytest.approx(200 * factor, rel=0.03)
    assert len(samples) == pytest.approx(len(sound) / factor, rel=0.03)
    assert np.argmax(np.abs(samples)) == PEAK


def test_another_rate_keeps_pitch_and_duration(sound: Floats) -> None:
    samples = shaped(sound, rate="48000")
    assert len(samples) == pytest.approx(len(sound) * 48 / 44.1, abs=3)
    assert np.argmax(np.abs(samples)) == 480
    assert power_db(samples, 150, 250, 48_000) == pytest.approx(power_db(sound, 150, 250), abs=1)


def test_cuts_remove_12_db_per_octave_and_delay_nothing(sound: Floats) -> None:
    for texts, low, high in (({"lowcut": "1000"}, 230, 270), ({"highcut": "1000"}, 3_800, 4_200)):
        samples = shaped(sound, norm="0", **texts)
        drop = power_db(sound, low, high) - power_db(samples, low, high)
        assert drop == pytest.approx(24, abs=2.5)
        kept = (3_000, 9_000) if "lowcut" in texts else (100, 400)
        assert power_db(samples, *kept) == pytest.approx(power_db(sound, *kept), abs=1)
    soft = shaped(sound, highcut="4000")
    assert np.argmax(np.abs(soft)) == PEAK


@pytest.mark.parametrize("length", ["0.02", "0.1", "0.5", "2"])
def test_length_is_the_length_of_the_file(sound: Floats, length: str) -> None:
    samples = shaped(sound, length=length)
    assert len(samples) == round(float(length) * 44_100)
    assert np.argmax(np.abs(samples)) == PEAK
    assert samples[-1] == 0


def test_fade_starts_its_length_before_the_end(sound: Floats) -> None:
    samples = shaped(sound, fade="0.2")
    untouched = len(sound) - round(0.2 * 44_100)
    np.testing.assert_array_equal(samples[:untouched], sound[:untouched])
    assert np.abs(samples[-2_000:]).sum() < 0.2 * np.abs(sound[-2_000:]).sum()
    np.testing.assert_array_equal(shaped(sound, fade="2")[: PEAK + 1], sound[: PEAK + 1])


def test_trim_starts_at_the_onset(sound: Floats) -> None:
    samples = shaped(sound, trim="1")
    peak = int(np.argmax(np.abs(samples)))
    assert 32 <= peak < PEAK - 150
    np.testing.assert_array_equal(samples[peak:], sound[PEAK:])


def test_gain_below_zero_is_exact_and_above_saturates(sound: Floats) -> None:
    np.testing.assert_allclose(shaped(sound, gain="-20"), sound * 0.1, rtol=1e-6)
    loud = shaped(sound, gain="12")
    assert np.abs(loud).max() <= np.float32(PEAK_LEVEL)
    assert np.argmax(np.abs(loud)) == PEAK
    np.testing.assert_allclose(loud[8_000:], sound[8_000:] * 10 ** (12 / 20), atol=1e-5)


@pytest.mark.parametrize("gain", ["6", "12", "24"])
def test_a_saturated_peak_is_found_at_its_sample_in_every_width(sound: Floats, gain: str) -> None:
    for bits in (16, 24, 32):
        content = encode_wav(shaped(sound, gain=gain), rate_hz=44_100, bits=bits)
        assert np.argmax(np.abs(soundfile.read(io.BytesIO(content))[0])) == PEAK


def test_silence_stays_silence() -> None:
    silent = np.zeros(16_384, np.float32)
    for texts in ({}, {"gain": "12"}, {"lowcut": "200"}, {"trim": "1"}):
        assert not shaped(silent, **texts).any()


@pytest.mark.parametrize("name", ["seed", "tune"])
def test_options_of_the_model_change_nothing_here(sound: Floats, name: str) -> None:
    np.testing.assert_array_equal(shaped(sound, **{name: "5"}), sound)


@given(st.integers(2_000, 20_000))
@settings(max_examples=20, deadline=None)
def test_models_of_any_length(length_samples: int) -> None:
    raw = np.random.default_rng(length_samples).normal(size=length_samples).astype(np.float32)
    aligned = align_peak(raw, peak_sample=1_000)
    samples = shape(aligned, RenderOptions(rate=48_000, pitch=-5), peak_sample=1_000)
    assert np.argmax(np.abs(samples)) == 1_088
