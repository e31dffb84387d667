"""The ruler that hears: agreement with the reference on real sounds, and what it must notice on made ones."""

from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from numpy.typing import NDArray

from sampler.analysis.hearing import decay_s, heard_distance, level_db, nearest_heard, strongest_partial
from sampler.analysis.spectra import log_mel_distance
from sampler.audio.read import read_recording
from sampler.measure.evaluation import reference_frame

Floats = NDArray[np.float32]
SHARED = Path(__file__).parents[4] / "shared"
SECONDS = (np.arange(16_384) - 441) / 44_100


def tone(hz: float, decay: float = 0.05, level: float = 0.9) -> Floats:
    """A damped cosine (16384,) that peaks at sample 441."""
    sound = level * np.cos(2 * np.pi * hz * SECONDS) * np.exp(-SECONDS / decay)
    return np.where(SECONDS < 0, 0, sound).astype(np.float32)


@pytest.fixture(scope="module")
def real() -> Floats:
    """About ten real drums of every class."""
    folders = sorted(path for path in (SHARED / "data/drums").glob("*") if path.is_dir())
    if not folders:
        pytest.skip("the shared recordings are not there")
    chosen = []
    for folder in folders:
        files = sorted(folder.glob("*/*"))
        chosen += files[:: max(1, len(files) // 10)]
    return np.stack([reference_frame(read_recording(path)) for path in chosen])


def test_heard_agrees_with_the_reference(ruler: ModuleType, real: Floats) -> None:
    made = np.roll(real, 1, axis=0)
    assert np.abs(heard_distance(made, real) - ruler.heard(made, real)).max() < 0.01


def test_the_strongest_partial_agrees_with_the_reference(ruler: ModuleType, real: Floats) -> None:
    clear = 0
    for sound in real:
        own, reference = strongest_partial(sound), ruler.body_pitch(sound)
        assert own is not None
        assert abs(1200 * np.log2(own.hz / reference[0])) < 5
        assert own.clear == reference[1]
        assert own.share == pytest.approx(reference[2], abs=1e-6)
        clear += own.clear
    assert 10 < clear < len(real)


def test_times_to_20_db_agree_with_the_reference(ruler: ModuleType, real: Floats) -> None:
    assert decay_s(real, 20) == pytest.approx(ruler.descriptors(real)[:, 1], abs=1e-6)


def test_silence_that_both_share_counts_for_nothing() -> None:
    short = tone(60, 0.02)[None]
    wrong = tone(178, 0.02)[None]
    assert heard_distance(short, short) == pytest.approx(0)
    assert heard_distance(wrong, short)[0] > 1.5 * log_mel_distance(wrong, short)[0]
    longer = np.pad(np.concatenate([short, wrong]), ((0, 0), (0, 16_384)))
    assert heard_distance(longer[1:], longer[:1]) == pytest.approx(heard_distance(wrong, short), rel=0.01)


def test_a_missing_tail_is_heard() -> None:
    whole = tone(200, 0.1)
    cut = np.where(SECONDS > 0.1, 0, whole).astype(np.float32)
    assert heard_distance(cut[None], whole[None])[0] > 3


def test_distances_are_symmetric() -> None:
    pair = tone(60)[None], tone(300, 0.02, 0.3)[None]
    assert heard_distance(*pair) == pytest.approx(heard_distance(*pair[::-1]))


def test_silence_is_at_no_distance_from_itself() -> None:
    silence = np.zeros((2, 16_384), np.float32)
    assert heard_distance(silence, silence) == pytest.approx(0)


def test_the_nearest_sound_is_found() -> None:
    known = np.stack([tone(60), tone(200), tone(400)])
    index, distance = nearest_heard(np.stack([tone(401), tone(60)]), known)
    assert index.tolist() == [2, 0]
    assert distance[1] == pytest.approx(0, abs=1e-6)
    assert distance[0] == pytest.approx(heard_distance(tone(401)[None], known[2:])[0])


@pytest.mark.parametrize("hz", [45.3, 60.0, 178.2, 440.0])
def test_a_damped_tone_is_its_own_strongest_partial(hz: float) -> None:
    found = strongest_partial(tone(hz, 0.1))
    assert found is not None
    assert found.clear
    assert abs(1200 * np.log2(found.hz / hz)) < 35  # a damped low tone leans on its mirror image


def test_noise_has_no_clear_partial_and_a_click_has_no_body() -> None:
    noise = np.random.default_rng(0).uniform(-1, 1, size=16_384).astype(np.float32)
    noise[441] = 2
    found = strongest_partial(noise)
    assert found is not None
    assert not found.clear
    assert strongest_partial(tone(200)[: 441 + 2000]) is None


def test_a_tone_takes_as_long_to_fall_as_its_envelope_says() -> None:
    batch = np.stack([tone(500, 0.02), tone(500, 0.04)])
    for drop_db in (20.0, 40.0):
        expected = np.array([0.02, 0.04]) * drop_db / (20 * np.log10(np.e))
        assert decay_s(batch, drop_db) == pytest.approx(expected, abs=0.006)


def test_levels_are_those_of_the_loudest_50_ms() -> None:
    steady = np.full((1, 16_384), 0.1, np.float32)
    assert level_db(steady) == pytest.approx(-20, abs=1e-3)
    assert level_db(2 * steady) - level_db(steady) == pytest.approx(20 * np.log10(2), abs=1e-6)
    assert level_db(np.zeros_like(steady)) == pytest.approx(-120)
