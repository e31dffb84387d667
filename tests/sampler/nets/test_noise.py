"""Noise through the synthesis: white in gives white out, and real envelopes give back real sounds."""

import numpy as np
import pytest
from keras import ops, random
from numpy.typing import NDArray

from sampler.analysis.features import model_frame
from sampler.analysis.spectra import log_mel_distance, mrstft_distance
from sampler.audio.prepare import prepare
from sampler.audio.read import Recording, read_recording
from sampler.nets.signals import FilteredNoise, NoiseSource
from sampler.nets.spectral import analysis_matrix, band_gains, mel_interpolation, synthesis_matrix
from tests.sampler.command_line import SHARED_SNARES
from tests.synthetic import drum

Floats = NDArray[np.float32]
LENGTH, N_FFT, HOP, BANDS, RATE_HZ = 16_384, 256, 64, 24, 44_100
FRAMES = LENGTH // HOP + 1
INSIDE = slice(HOP, -HOP)
"""Samples that four windows overlap in; the very ends have fewer."""


@pytest.fixture(scope="module")
def noise() -> FilteredNoise:
    return FilteredNoise(LENGTH, RATE_HZ, BANDS, N_FFT, HOP)


@pytest.fixture(scope="module")
def source() -> NoiseSource:
    return NoiseSource(FRAMES, N_FFT, HOP)


def unit_gains(count: int) -> Floats:
    return np.ones((count, FRAMES, BANDS), np.float32)


def spectrum_of(samples: NDArray[np.float64]) -> Floats:
    """Frames of noise that repeats, (1, frames, 2 * bins)."""
    index = (np.arange(FRAMES)[:, None] * HOP + np.arange(N_FFT)) % samples.size
    spectrum: Floats = (samples[index] @ analysis_matrix(N_FFT)).astype(np.float32)
    return spectrum[None]


@pytest.mark.parametrize(("n_fft", "hop"), [(256, 64), (512, 128), (64, 16)])
def test_synthesis_matrix_inverts_analysis(n_fft: int, hop: int) -> None:
    sound = np.random.default_rng(1).standard_normal(n_fft * 8)
    rebuilt = np.zeros_like(sound)
    through = analysis_matrix(n_fft).astype(np.float64) @ synthesis_matrix(n_fft, hop)
    for start in range(0, len(sound) - n_fft + 1, hop):
        rebuilt[start : start + n_fft] += sound[start : start + n_fft] @ through
    inside = slice(n_fft, -n_fft)
    np.testing.assert_allclose(rebuilt[inside], sound[inside], atol=1e-5)


def test_white_noise_comes_out_as_it_went_in(noise: FilteredNoise) -> None:
    white = np.random.default_rng(2).standard_normal(FRAMES * HOP)
    made = np.asarray(noise(unit_gains(1), spectrum_of(white)))[0]
    expected = np.roll(white, -N_FFT // 2)[:LENGTH]
    np.testing.assert_allclose(made[INSIDE], expected[INSIDE], atol=1e-4)


def test_unit_gains_leave_fresh_noise_white_and_of_unit_variance(
    noise: FilteredNoise, source: NoiseSource
) -> None:
    spectrum = source.fresh(16, random.SeedGenerator(3))
    made = np.asarray(noise(unit_gains(16), spectrum))[:, INSIDE]
    assert np.var(made) == pytest.approx(1, abs=0.01)
    power = np.mean(np.abs(np.fft.rfft(made)) ** 2, axis=0)[1:]
    octaves = [band.mean() for band in np.array_split(power[: len(power) // 16 * 16], 16)]
    np.testing.assert_allclose(octaves, np.mean(power), rtol=0.1)


def test_fresh_noise_is_the_spectrum_of_one_sound(noise: FilteredNoise, source: NoiseSource) -> None:
    """Frames that did not overlap consistently would lose up to 6 dB when added."""
    spectrum = np.asarray(source.fresh(1, random.SeedGenerator(4)))
    made = np.asarray(noise(unit_gains(1), spectrum), np.float64)[0]
    whole = np.stack([made[k * HOP - 128 : k * HOP + 128] for k in range(4, FRAMES - 4)])
    np.testing.assert_allclose(whole @ analysis_matrix(N_FFT), spectrum[0, 4:-4], atol=2e-3)


def test_fresh_noise_differs_from_draw_to_draw(source: NoiseSource) -> None:
    seed = random.SeedGenerator(5)
    first, second = (np.asarray(source.fresh(2, seed)) for _ in range(2))
    draws = np.concatenate([first, second]).reshape(4, -1)
    assert np.abs(np.corrcoef(draws) - np.eye(4)).max() < 0.05


def test_gains_are_amplitudes_per_band_and_frame(noise: FilteredNoise, source: NoiseSource) -> None:
    gains = unit_gains(8)
    gains[:, : FRAMES // 2] = 0.1
    made = np.asarray(noise(gains, source.fresh(8, random.SeedGenerator(6))))
    assert np.std(made[:, 1000:7000]) == pytest.approx(0.1, rel=0.03)
    assert np.std(made[:, 9000:15_000]) == pytest.approx(1, rel=0.03)


@pytest.mark.parametrize("shift", [0, 1, 97, FRAMES - 1, FRAMES, 3 * FRAMES + 5])
def test_a_shift_rotates_the_stored_noise(noise: FilteredNoise, source: NoiseSource, shift: int) -> None:
    stored = np.asarray(source(np.array([[0]], np.int32)))[0]
    shifted = source(np.array([[shift]], np.int32))
    np.testing.assert_array_equal(np.asarray(shifted)[0], np.roll(stored, -shift, axis=0))
    still, moved = (np.asarray(noise(unit_gains(1), one))[0] for one in (stored[None], shifted))
    lag = shift % FRAMES * HOP
    if lag < LENGTH // 2:
        np.testing.assert_allclose(moved[64 : 8000 - 64], still[lag + 64 : lag + 8000 - 64], atol=1e-4)


def test_shifts_apart_sound_as_different_as_other_noise(noise: FilteredNoise, source: NoiseSource) -> None:
    shifts = np.array([[0], [16], [97], [194]], np.int32)
    sounds = np.asarray(noise(unit_gains(4), source(shifts)))
    assert np.abs(np.corrcoef(sounds) - np.eye(4)).max() < 0.05


def test_each_sound_of_a_batch_has_its_own_shift(source: NoiseSource) -> None:
    together = np.asarray(source(np.array([[7], [130]], np.int32)))
    alone = [np.asarray(source(np.array([[shift]], np.int32)))[0] for shift in (7, 130)]
    np.testing.assert_array_equal(together, np.stack(alone))


def test_band_triangles_share_every_bin_out_completely() -> None:
    bands = mel_interpolation(BANDS, N_FFT, RATE_HZ)
    assert bands.min() >= 0
    np.testing.assert_allclose(bands.sum(axis=0), 1, atol=1e-6)


def test_band_gains_of_white_noise_are_its_level() -> None:
    white = 0.3 * np.random.default_rng(7).standard_normal((4, LENGTH)).astype(np.float32)
    gains = band_gains(white, BANDS, N_FFT, HOP, RATE_HZ)
    assert gains.shape == (4, FRAMES, BANDS)
    assert np.sqrt(np.mean(gains[:, 4:-4] ** 2)) == pytest.approx(0.3, rel=0.03)


def resynthesised(frames: Floats, noise: FilteredNoise, source: NoiseSource) -> Floats:
    """Sounds (n, length) made of fresh noise and the bands' own envelope."""
    gains = band_gains(frames, BANDS, N_FFT, HOP, RATE_HZ)
    return np.asarray(ops.convert_to_numpy(noise(gains, source.fresh(len(frames), random.SeedGenerator(8)))))


def test_the_true_envelope_times_noise_is_as_close_as_noise_can_be(
    noise: FilteredNoise, source: NoiseSource
) -> None:
    paths = sorted(SHARED_SNARES.glob("*/*"))[::8]
    if not paths:
        pytest.skip(f"the real recordings of {SHARED_SNARES} are not there")
    frames = np.stack([model_frame(prepare(read_recording(path)), LENGTH) for path in paths])
    made = resynthesised(frames, noise, source)
    assert mrstft_distance(made, frames).mean() < 3.5  # over all 1,022 recordings it is 3.46
    assert log_mel_distance(made, frames).mean() < 2.6  # and 2.50


def test_the_true_envelope_of_synthetic_drums_is_as_close_as_their_tones_allow(
    noise: FilteredNoise, source: NoiseSource
) -> None:
    drums = [prepare(Recording(drum(seed), RATE_HZ)) for seed in range(16)]
    frames = np.stack([model_frame(one, LENGTH) for one in drums])
    made = resynthesised(frames, noise, source)
    assert mrstft_distance(made, frames).mean() < 6
    assert log_mel_distance(made, frames).mean() < 6
