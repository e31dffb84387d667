"""Rendering: a pure function of its arguments that returns finished sounds."""

import dataclasses
import io
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from sampler.artifact import LANDMARKS
from sampler.audio.shape import RenderOptions
from sampler.constants import MAX_SEED, PEAK_LEVEL
from sampler.errors import BadValue
from sampler.measure.reconstruction import grid_positions
from sampler.model.detail import decode_detail
from sampler.model.inference import Model

Floats = NDArray[np.float32]
UNIT = st.floats(0, 1)


@pytest.fixture(params=["tiny", "modal"])
def model(request: pytest.FixtureRequest) -> Model:
    """Two models: without and with detail, tune and noise."""
    found: Model = request.getfixturevalue(request.param)
    return found


def some_detail(model: Model, seed: int = 0) -> Floats | None:
    size = model.manifest.detail_size
    return np.random.default_rng(seed).standard_normal(size).astype(np.float32) if size else None


@pytest.mark.parametrize(("x", "y"), grid_positions(5))
def test_every_sound_is_finished(model: Model, x: float, y: float) -> None:
    sound, peak = model.sound(x, y), model.manifest.peak_sample
    assert sound.shape == (model.manifest.length_samples,)
    assert sound.dtype == np.float32
    assert np.isfinite(sound).all()
    assert np.argmax(np.abs(sound)) == peak
    assert np.abs(sound[peak]) == np.float32(PEAK_LEVEL)
    assert (sound[0], sound[-1]) == (0, 0)
    assert np.abs(sound[[1, -2]]).max() < 0.01


def test_the_same_arguments_give_the_same_bytes(model: Model) -> None:
    options = RenderOptions(seed=7)
    detail = some_detail(model)
    first = model.render(0.3, 0.8, detail=detail, options=options)
    model.render(0.9, 0.1, detail=None, options=RenderOptions(seed=8))
    assert model.render(0.3, 0.8, detail=detail, options=options) == first


def test_another_load_gives_the_same_bytes(tiny_folder: Path, tiny: Model) -> None:
    again = Model.load(tiny_folder)
    options = RenderOptions()
    assert again.render(0.2, 0.6, options=options) == tiny.render(0.2, 0.6, options=options)


def test_threads_do_not_disturb_each_other(modal: Model) -> None:
    positions = grid_positions(3)
    alone = [modal.sound(x, y, seed=1) for x, y in positions]
    gate = threading.Barrier(3)

    def play(_: int) -> list[Floats]:
        gate.wait(timeout=20)
        return [modal.sound(x, y, seed=1) for x, y in positions]

    with ThreadPoolExecutor(3) as threads:
        for together in threads.map(play, range(3)):
            np.testing.assert_array_equal(together, alone)


def test_sounds_do_not_depend_on_their_batch(model: Model) -> None:
    positions = grid_positions(3)
    together = model.sounds(model.map.to_latent(positions))
    alone = np.stack([model.sound(x, y) for x, y in positions])
    np.testing.assert_allclose(together, alone, atol=1e-4)


def test_another_position_gives_another_sound(model: Model) -> None:
    corners = np.stack([model.sound(x, y) for x, y in grid_positions(2)])
    assert len(np.unique(corners, axis=0)) == 4


def test_the_rendered_file_holds_the_sound(model: Model) -> None:
    content = model.render(0.5, 0.5, options=RenderOptions(bits=32))
    samples, rate_hz = soundfile.read(io.BytesIO(content), dtype="float32")
    assert rate_hz == model.manifest.rate_hz
    np.testing.assert_array_equal(samples, model.sound(0.5, 0.5))


def test_without_norm_a_sound_keeps_its_own_level(model: Model) -> None:
    content = model.render(0.5, 0.5, options=RenderOptions(bits=32, norm=False))
    samples, _ = soundfile.read(io.BytesIO(content), dtype="float32")
    assert 0 < np.abs(samples).max() <= np.float32(PEAK_LEVEL)
    assert np.argmax(np.abs(samples)) == model.manifest.peak_sample


def test_another_seed_is_another_noise_of_the_same_drum(modal: Model) -> None:
    first, other = modal.sound(0.5, 0.5, seed=0), modal.sound(0.5, 0.5, seed=1)
    assert not np.array_equal(first, other)
    tails = np.stack([first, other])[:, 2000:8000]
    assert np.abs(np.corrcoef(tails) - np.eye(2)).max() < 0.9
    assert 0.5 < np.std(tails[0]) / np.std(tails[1]) < 2


@pytest.mark.parametrize("seed", [0, 1, 256, 257, MAX_SEED])
def test_any_seed_is_accepted(model: Model, seed: int) -> None:
    np.testing.assert_array_equal(model.sound(0.5, 0.5, seed=seed), model.sound(0.5, 0.5, seed=seed))


def test_a_seed_has_no_effect_on_a_model_without_noise(tiny: Model) -> None:
    np.testing.assert_array_equal(tiny.sound(0.5, 0.5, seed=1), tiny.sound(0.5, 0.5, seed=2))


def test_detail_changes_the_sound_and_none_is_zero(modal: Model) -> None:
    typical = modal.sound(0.5, 0.5)
    zero = np.zeros(modal.manifest.detail_size, np.float32)
    np.testing.assert_array_equal(modal.sound(0.5, 0.5, zero), typical)
    assert not np.array_equal(modal.sound(0.5, 0.5, some_detail(modal)), typical)


def test_tune_changes_the_sound_and_zero_does_not(modal: Model) -> None:
    typical = modal.sound(0.5, 0.5)
    np.testing.assert_array_equal(modal.sound(0.5, 0.5, tune=0.0), typical)
    assert not np.array_equal(modal.sound(0.5, 0.5, tune=5.0), typical)


@pytest.mark.parametrize(
    "position", [(-0.01, 0.5), (0.5, 1.01), (np.nan, 0.5), (0.5, np.inf), (0.5, -np.inf)]
)
def test_a_position_off_the_map_is_refused(model: Model, position: tuple[float, float]) -> None:
    with pytest.raises(BadValue, match="x and y must be numbers from 0 to 1"):
        model.sound(*position)
    with pytest.raises(BadValue, match="x and y"):
        model.render(*position, options=RenderOptions())


@pytest.mark.parametrize("size", [0, 31, 33])
def test_a_detail_of_another_size_is_refused(modal: Model, size: int) -> None:
    with pytest.raises(BadValue, match="takes a detail of 32 numbers"):
        modal.sound(0.5, 0.5, np.zeros(size, np.float32))


def test_a_model_without_detail_refuses_one(tiny: Model) -> None:
    with pytest.raises(BadValue, match="detail"):
        tiny.sound(0.5, 0.5, np.zeros(32, np.float32))


def test_a_model_without_tune_refuses_it(tiny: Model) -> None:
    with pytest.raises(BadValue, match="no tune control"):
        tiny.render(0.5, 0.5, options=RenderOptions(tune=1.0))


@settings(max_examples=25, deadline=None)
@given(x=UNIT, y=UNIT, seed=st.integers(0, MAX_SEED), tune=st.floats(-24, 24), gain=st.floats(-60, 24))
def test_no_combination_of_arguments_clips_or_fails(
    modal: Model, x: float, y: float, seed: int, tune: float, gain: float
) -> None:
    options = RenderOptions(bits=32, seed=seed, tune=tune, gain=gain)
    detail = 3 * np.random.default_rng(seed).standard_normal(32).astype(np.float32)
    samples, _ = soundfile.read(io.BytesIO(modal.render(x, y, detail=detail, options=options)))
    assert np.isfinite(samples).all()
    assert np.abs(samples).max() <= PEAK_LEVEL


def landmarks(folder: Path) -> list[dict[str, Any]]:
    points: list[dict[str, Any]] = json.loads((folder / LANDMARKS).read_text())["points"]
    return points


def test_landmarks_can_be_rendered(modal: Model, modal_folder: Path) -> None:
    points = landmarks(modal_folder)
    assert len(points) == modal.manifest.training["sounds"]
    for point in points:
        detail = decode_detail(point["detail"], modal.manifest.detail_size)
        assert np.isfinite(modal.sound(point["x"], point["y"], detail)).all()
        described = [point[name] for name in ("brightness_hz", "length_s", "pitch_hz", "noisiness")]
        assert np.isfinite(described).all()
        assert 0 < point["fit_db"] < 60


def test_landmarks_of_a_model_without_detail_have_no_detail(tiny_folder: Path) -> None:
    assert {point["detail"] for point in landmarks(tiny_folder)} == {None}


def test_the_manifest_declares_what_the_model_can_do(tiny: Model, modal: Model) -> None:
    can = [(one.manifest.has_detail, one.manifest.has_tune) for one in (tiny, modal)]
    assert can == [(False, False), (True, True)]
    for one in (tiny, modal):
        names = [dataclasses.astuple(axis) for axis in one.manifest.axes]
        assert len({name for name, _, _ in names}) == 2
        assert all(all(words) for words in names)
