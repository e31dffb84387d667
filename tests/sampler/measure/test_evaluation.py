"""Measures: they agree with the reference implementation on recordings, and react to artificial faults."""

from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from sampler.analysis.spectra import (
    descriptors,
    log_mel,
    log_mel_distance,
    mrstft_distance,
)
from sampler.audio.ending import tail_db
from sampler.audio.read import Recording, read_recording
from sampler.errors import UnusableAudio
from sampler.measure import evaluation
from sampler.measure.frechet import EmbeddingNetwork

Floats = NDArray[np.float32]
SHARED = Path(__file__).parents[4] / "shared"
TOLERANCE = 0.01


@pytest.fixture(scope="module")
def recordings() -> list[Recording]:
    """Forty real snares of all sources."""
    files = sorted((SHARED / "data/drums/snare").glob("*/*"))
    if not files:
        pytest.skip("the shared recordings are not there")
    return [read_recording(path) for path in files[:: max(1, len(files) // 40)]]


@pytest.fixture(scope="module")
def real(recordings: list[Recording]) -> Floats:
    return np.stack([evaluation.reference_frame(recording) for recording in recordings])


@pytest.fixture(scope="module")
def made(real: Floats) -> Floats:
    """Stand-ins for reconstructions: each is the next recording with a little noise."""
    noise = np.random.default_rng(0).normal(size=real.shape).astype(np.float32)
    return (np.roll(real, 1, axis=0) + 0.001 * noise).astype(np.float32)


@pytest.fixture
def hits() -> Floats:
    """Nine decaying bursts of noise (9, 16384), peak at 441, brighter from one to the next."""
    time = np.arange(16_384)
    envelope = np.where(time < 441, 0, np.exp(-(time - 441) / 2_000))
    noise = np.random.default_rng(2).normal(size=16_384 + 9)
    batch = (
        np.stack([noise[:16_384] - mix * noise[1:16_385] for mix in np.linspace(-0.9, 0.9, 9)])
        * envelope
        * 0.1
    )
    batch[:, 441] = 0.95
    return batch.astype(np.float32)


def test_frames_agree_with_the_ruler(ruler: ModuleType, recordings: list[Recording], real: Floats) -> None:
    for recording, framed in zip(recordings, real, strict=True):
        np.testing.assert_allclose(framed, ruler.frame(recording.samples, recording.rate_hz), atol=1e-5)


def test_the_frechet_distance_agrees_with_the_ruler(ruler: ModuleType, real: Floats, made: Floats) -> None:
    embedding = EmbeddingNetwork(SHARED / "ruler/drumnet.keras")
    for one, other in ((made, real), (real[::2], real[1::2]), (0.1 * real, real)):
        assert embedding.distance(one, other) == pytest.approx(ruler.fad(other, one), abs=TOLERANCE)


def test_distances_agree_with_the_ruler(ruler: ModuleType, real: Floats, made: Floats) -> None:
    np.testing.assert_allclose(mrstft_distance(made, real), ruler.mrstft(made, real), atol=TOLERANCE)
    np.testing.assert_allclose(log_mel_distance(made, real), ruler.logmel_l1(made, real), atol=TOLERANCE)
    assert np.abs(log_mel(real) - ruler.logmel(real)).mean() < 1e-4
    means = evaluation.reconstruction_distances(real, made)
    assert means["mrstft_db"] == pytest.approx(ruler.mrstft(made, real).mean(), abs=TOLERANCE)


def test_descriptors_and_clicks_agree_with_the_ruler(ruler: ModuleType, real: Floats) -> None:
    theirs, ours = ruler.descriptors(real), descriptors(real)
    for index, values in enumerate((ours.brightness_hz, ours.length_s, ours.pitch_hz)):
        np.testing.assert_allclose(values, theirs[:, index], atol=TOLERANCE)
    np.testing.assert_allclose(evaluation.click_crest(real), ruler.clickiness(real)["crest"], atol=TOLERANCE)
    limit = evaluation.click_limit(real)
    assert limit == pytest.approx(ruler.click_cal(real), abs=TOLERANCE)
    assert evaluation.click_share(real, limit) == pytest.approx(ruler.click_share(real, limit))


def test_grid_reports_agree_with_the_ruler(ruler: ModuleType, real: Floats) -> None:
    order = np.argsort(descriptors(real).brightness_hz)[:36]
    ours: Any = evaluation.grid_report(real[order], 6, real)
    theirs = ruler.grid_report(real[order], 6, real)
    for axis in "xy":
        for kind in ("typical", "worst"):
            expected = theirs[f"step_max_over_median_{axis}"][kind]
            assert ours[f"step_{axis}"][kind] == pytest.approx(expected, abs=TOLERANCE)
    names = {"brightness_hz": "centroid_hz", "length_s": "t20_s", "pitch_hz": "pitch_hz"}
    for name, their_name in names.items():
        assert ours["coverage"][name] == pytest.approx(theirs[f"coverage_{their_name}"], abs=TOLERANCE)
    assert ours["click_share"] == pytest.approx(theirs["click_share"])


def test_a_sound_has_no_distance_from_itself(hits: Floats) -> None:
    assert evaluation.reconstruction_distances(hits, hits) == {"mrstft_db": 0, "log_mel_db": 0}


def test_a_silent_recording_has_no_reference_frame() -> None:
    with pytest.raises(UnusableAudio, match="silent"):
        evaluation.reference_frame(Recording(np.zeros(9_000, np.float32), 44_100))


def test_a_click_is_found_and_a_hit_has_none(hits: Floats) -> None:
    limit = 2 * float(evaluation.click_crest(hits).max())
    assert evaluation.click_share(hits, limit) == 0
    clicking = hits.copy()
    clicking[:, 9_000] += 0.3
    assert evaluation.click_share(clicking, limit) == 1
    cut = hits.copy()
    cut[:, -1] = 0.1
    assert evaluation.click_share(cut, limit) == 1


def test_a_spike_is_measured_against_the_rest(hits: Floats) -> None:
    spike = np.zeros_like(hits)
    spike[:, 441], spike[:, 460], spike[:, 466] = 0.5, 0.5, -0.25
    np.testing.assert_allclose(evaluation.onset_spike_db(spike), 20 * np.log10(2), atol=1e-6)


def test_a_sound_that_does_not_end_has_a_tail(hits: Floats) -> None:
    assert tail_db(hits).max() < -40
    drone = hits + np.float32(0.1) * np.sin(np.arange(16_384) * 0.1).astype(np.float32)
    assert tail_db(drone).min() > -20


def test_steps_are_measured_along_x_and_y(hits: Floats) -> None:
    even = evaluation.grid_report(hits, 3, hits)
    assert even["coverage"]["brightness_hz"] == pytest.approx(1)
    assert even["step_x"]["worst"] < 2
    jump = hits.copy()
    jump[2::3] = np.roll(jump[2::3], 3_000, axis=1)
    uneven = evaluation.grid_report(jump, 3, hits)
    assert uneven["step_x"]["worst"] > even["step_x"]["worst"]
    assert uneven["step_y"]["worst"] == pytest.approx(even["step_y"]["worst"], abs=0.5)
