"""Locating samples: always on the map, close for sounds of the model, closer after a refined search."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from sampler.analysis.features import first_part, model_frame
from sampler.analysis.hearing import heard_distance
from sampler.analysis.reference import Reference
from sampler.audio.prepare import Prepared, prepare
from sampler.audio.read import Recording
from sampler.constants import MODEL_LENGTH_SAMPLES
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
    """The newest `snare`, which is trained well enough to locate its own sounds.

    `modal` is its first version, whose encoder guesses, so that a search follows.
    """
    versions = sorted((ROOT / "models" / "snare").glob("[0-9]*"), key=lambda folder: int(folder.name))
    if not versions:
        pytest.skip("the factory model models/snare is not there")
    return Model.load(versions[-1])


@pytest.fixture(scope="module")
def kick() -> Model:
    """The factory model of kicks, whose sounds all have a note."""
    return Model.load(ROOT / "models" / "kick" / "1")


def recording(seed: int) -> Prepared:
    return prepare(Recording(drum(seed), RATE_HZ))


def played(model: Model, match: Match) -> Floats:
    return model.sound(match.x, match.y, match.detail, tune=match.tune)


@pytest.mark.parametrize("seed", [0, 1000])
def test_the_fit_is_that_of_the_sound_at_the_location(model: Model, seed: int) -> None:
    """Also after the detail was encoded in an address and decoded."""
    match = model.locate(recording(seed))
    frame = model_frame(recording(seed), model.manifest.length_samples)
    if match.detail is not None:
        travelled = decode_detail(encode_detail(match.detail), model.manifest.detail_size)
        np.testing.assert_array_equal(travelled, match.detail)
    made, real = (first_part(sound[None], MODEL_LENGTH_SAMPLES) for sound in (played(model, match), frame))
    assert match.heard_db == pytest.approx(heard_distance(made, real)[0], abs=0.01)


def test_the_same_recording_has_the_same_location(model: Model) -> None:
    first, again = model.locate(recording(3)), model.locate(recording(3))
    assert (first.x, first.y, first.heard_db) == (again.x, again.y, again.heard_db)


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
    assert np.isfinite(match.heard_db)
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
    assert refined.heard_db <= plain.heard_db + 0.01
    assert 0 <= refined.x <= 1
    assert 0 <= refined.y <= 1


def test_a_refined_search_finds_a_sound_of_the_model(tiny: Model) -> None:
    """The encoder alone does not, in a model that was trained for seconds."""
    sound = Prepared(tiny.sound(0.4, 0.6), tiny.manifest.peak_sample)
    plain, refined = tiny.locate(sound), tiny.locate(sound, refined=True)
    assert refined.heard_db < 2.5
    assert refined.heard_db <= plain.heard_db
    assert not refined.outside


def test_a_trained_model_locates_its_own_sounds(factory: Model) -> None:
    positions = grid_positions(4)
    sounds = [Prepared(factory.sound(x, y, seed=1), factory.manifest.peak_sample) for x, y in positions]
    found = [factory.locate(sound) for sound in sounds]
    away = np.abs(positions - [(match.x, match.y) for match in found])
    assert np.median(away) < 0.06
    assert np.mean([match.heard_db for match in found]) < 0.75 * factory.manifest.heard_limit_db
    assert np.mean([match.outside for match in found]) < 0.3


def test_the_search_finds_a_closer_position_than_the_encoder(modal: Model) -> None:
    before: list[float] = []
    after: list[float] = []
    for seed in range(6):
        target = model_frame(recording(seed), modal.manifest.length_samples)
        latent, *_ = modal.encode(target[None])
        for position, distances in (
            (modal.map.to_position(latent), before),
            (modal.search(target).position(latent), after),
        ):
            made = modal.sounds(modal.map.to_latent(position))
            distances.append(Reference(target).distance(made)[0])
    assert all(late <= early + 1e-6 for early, late in zip(before, after, strict=True))
    assert np.mean(after) < 0.985 * np.mean(before)


def test_the_search_finds_a_closer_detail_than_the_encoder(modal: Model) -> None:
    """Also without `refined`, and a closer one with it; the position stays the same."""
    for seed in range(4):
        target = model_frame(recording(seed), modal.manifest.length_samples)
        search = modal.search(target)
        quick, slow = (search.location(refined=refined) for refined in (False, True))
        np.testing.assert_array_equal(quick.position, slow.position)
        proposed = replace(quick, detail=modal.encode(target[None])[1])
        proposal, first, best = (
            search.reference.distance(search.sound(location)[None])[0] for location in (proposed, quick, slow)
        )
        assert best <= first + 0.05 < proposal + 0.05


@pytest.mark.parametrize("semitones", [-16.0, -5.0, 7.0, 15.0])
def test_a_sample_is_found_with_the_tune_that_brings_the_sound_to_its_pitch(
    kick: Model, semitones: float
) -> None:
    """A sound of the model that is tuned, so that its pitch is known."""
    tuned = Prepared(kick.sound(0.5, 0.3, tune=semitones), kick.manifest.peak_sample)
    match = kick.locate(tuned)
    assert match.pitch is not None
    assert match.sound.pitch_hz is not None
    assert abs(12 * np.log2(match.sound.pitch_hz / match.pitch.hz)) < 0.5
    assert -24 <= match.tune <= 24
    assert match.tune == round(match.tune, 2), "it is written into addresses"


def test_a_sample_without_a_pitch_is_not_tuned(modal: Model) -> None:
    noise = np.random.default_rng(0).standard_normal(20_000) * np.exp(-np.arange(20_000) / 4000)
    match = modal.locate(prepare(Recording(noise.astype(np.float32), RATE_HZ)))
    assert (match.pitch, match.tune) == (None, 0.0)


def test_a_model_without_tune_gives_none(tiny: Model) -> None:
    assert tiny.locate(recording(0)).tune == 0
