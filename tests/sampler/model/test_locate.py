"""Locating samples: always on the map, close for sounds of the model, closer after a refined search."""

import numpy as np
import pytest
from numpy.typing import NDArray

from sampler.analysis.features import model_frame
from sampler.analysis.spectra import Reference, log_mel_distance
from sampler.audio.prepare import Prepared, prepare
from sampler.audio.read import Recording
from sampler.measure.reconstruction import grid_positions
from sampler.model.detail import LARGEST, decode_detail, encode_detail
from sampler.model.inference import Match, Model
from tests.synthetic import RATE_HZ, drum
from tests.tiny_model import ROOT

Floats = NDArray[np.float32]


@pytest.fixture(params=["tiny", "modal"])
def model(request: pytest.FixtureRequest) -> Model:
    found: Model = request.getfixturevalue(request.param)
    return found


@pytest.fixture(scope="module")
def factory() -> Model:
    """The factory model `snare`: the only one here that is trained well enough to locate its own sounds."""
    versions = sorted((ROOT / "models" / "snare").glob("[0-9]*"), key=lambda folder: int(folder.name))
    if not versions:
        pytest.skip("the factory model models/snare is not there")
    return Model.load(versions[-1])


def recording(seed: int) -> Prepared:
    return prepare(Recording(drum(seed), RATE_HZ))


def played(model: Model, match: Match) -> Floats:
    return model.sound(match.x, match.y, match.detail)


@pytest.mark.parametrize("seed", [0, 1000])
def test_the_fit_is_that_of_the_sound_at_the_location(model: Model, seed: int) -> None:
    """Also after the detail was encoded in an address and decoded."""
    match = model.locate(recording(seed))
    frame = model_frame(recording(seed), model.manifest.length_samples)
    if match.detail is not None:
        travelled = decode_detail(encode_detail(match.detail), model.manifest.detail_size)
        np.testing.assert_array_equal(travelled, match.detail)
    measured = log_mel_distance(played(model, match)[None], frame[None])[0]
    assert match.fit_db == pytest.approx(measured, abs=0.01)


def test_the_same_recording_has_the_same_location(model: Model) -> None:
    first, again = model.locate(recording(3)), model.locate(recording(3))
    assert (first.x, first.y, first.fit_db) == (again.x, again.y, again.fit_db)


def test_a_match_has_a_detail_where_the_model_has_one(tiny: Model, modal: Model) -> None:
    assert tiny.locate(recording(0)).detail is None
    detail = modal.locate(recording(0)).detail
    assert detail is not None
    assert detail.shape == (modal.manifest.detail_size,)


def hostile_sounds() -> dict[str, Floats]:
    rng = np.random.default_rng(0)
    click = np.zeros(20_000, np.float32)
    click[9_999] = 1
    return {
        "click": click,
        "click at the start": np.eye(1, 5000, dtype=np.float32)[0],
        "shortest": np.ones(2, np.float32),
        "noise": rng.uniform(-1, 1, 88_200).astype(np.float32),
        "square": np.sign(np.sin(np.arange(40_000) / 50)).astype(np.float32),
        "constant": np.full(30_000, -0.5, np.float32),
    }


@pytest.mark.parametrize("name", hostile_sounds())
def test_any_sound_has_a_position_on_the_map(model: Model, name: str) -> None:
    samples = hostile_sounds()[name]
    match = model.locate(Prepared(samples, int(np.argmax(np.abs(samples)))))
    assert 0 <= match.x <= 1
    assert 0 <= match.y <= 1
    assert np.isfinite(match.fit_db)
    assert match.detail is None or np.all(np.abs(match.detail) <= LARGEST)
    assert np.isfinite(played(model, match)).all()


def test_a_sound_unlike_all_others_is_outside(modal: Model) -> None:
    siren = np.sin(np.cumsum(np.linspace(0.1, 2.5, 30_000))).astype(np.float32)
    first_crest = int(np.argmax(siren > 0.99))
    assert modal.locate(Prepared(siren, first_crest)).outside


def test_most_training_sounds_are_inside(tiny: Model) -> None:
    outside = [tiny.locate(recording(seed)).outside for seed in range(12)]
    assert sum(outside) <= 6


@pytest.mark.parametrize("seed", [2, 1001])
def test_a_refined_search_is_never_worse(model: Model, seed: int) -> None:
    plain = model.locate(recording(seed))
    refined = model.locate(recording(seed), refined=True)
    assert refined.fit_db <= plain.fit_db + 0.01
    assert 0 <= refined.x <= 1
    assert 0 <= refined.y <= 1


def test_a_refined_search_finds_a_sound_of_the_model(tiny: Model) -> None:
    """The encoder alone does not, in a model that was trained for seconds."""
    sound = Prepared(tiny.sound(0.4, 0.6), tiny.manifest.peak_sample)
    plain, refined = tiny.locate(sound), tiny.locate(sound, refined=True)
    assert refined.fit_db < 1.5
    assert refined.fit_db <= plain.fit_db
    assert not refined.outside


def test_a_trained_model_locates_its_own_sounds(factory: Model) -> None:
    positions = grid_positions(4)
    sounds = [Prepared(factory.sound(x, y, seed=1), factory.manifest.peak_sample) for x, y in positions]
    found = [factory.locate(sound) for sound in sounds]
    away = np.abs(positions - [(match.x, match.y) for match in found])
    assert np.median(away) < 0.06
    assert np.mean([match.fit_db for match in found]) < 0.75 * factory.manifest.fit_limit_db
    assert np.mean([match.outside for match in found]) < 0.3


def test_the_search_finds_a_closer_position_than_the_encoder(factory: Model) -> None:
    before: list[float] = []
    after: list[float] = []
    for seed in range(6):
        target = model_frame(recording(seed), factory.manifest.length_samples)
        latent, _ = factory.encode(target[None])
        for position, distances in (
            (factory.map.to_position(latent), before),
            (factory.find_position(target, latent), after),
        ):
            made = factory.sounds(factory.map.to_latent(position))
            distances.append(Reference(target).distance(made)[0])
    assert all(late <= early + 1e-6 for early, late in zip(before, after, strict=True))
    assert np.mean(after) < 0.985 * np.mean(before)


def test_the_search_finds_a_closer_detail_than_the_encoder(factory: Model) -> None:
    """Also without `refined`, and a closer one with it; the position stays the same."""
    for seed in range(4):
        target = model_frame(recording(seed), factory.manifest.length_samples)
        (position, quick), (same, slow) = (
            factory.find_location(target, refined=refined) for refined in (False, True)
        )
        np.testing.assert_array_equal(position, same)
        reference, latent = Reference(target), factory.map.to_latent(position)
        proposed = factory.encode(target[None])[1]
        proposal, first, best = (
            reference.distance(factory.sounds(latent, detail))[0] for detail in (proposed, quick, slow)
        )
        assert best <= first < proposal
