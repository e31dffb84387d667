"""A search that runs out of time answers with the best location so far; one that does not is unchanged.

By a clock that stands still, but for what each rendered sound costs.
"""

import math
from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray

from sampler.analysis.features import model_frame
from sampler.analysis.reference import Reference
from sampler.audio.prepare import Prepared, prepare
from sampler.audio.read import Recording
from sampler.model.budget import Budget
from sampler.model.inference import Model
from tests.synthetic import RATE_HZ, drum
from tests.tiny_model import ROOT

Floats = NDArray[np.float32]
SOUND_S = 0.01
SIDE = 13
LARGEST_STEP = 13
"""Sounds in the longest step of a search, a column of the grid."""


LATE_S = (LARGEST_STEP + 4) * SOUND_S
"""A step of a length that is not known yet, then two locations to choose between, the tune, and the fit."""


@dataclass
class Clock:
    now_s: float = 100.0

    def __call__(self) -> float:
        return self.now_s


class TimedModel(Model):
    """The factory model of snares, each of whose sounds takes `sound_s` of the clock."""

    clock = Clock()
    sound_s = SOUND_S

    def sounds(
        self,
        latents: Floats,
        details: Floats | None = None,
        *,
        seed: int = 0,
        tune: float | NDArray[np.float64] = 0.0,
    ) -> Floats:
        self.clock.now_s += len(latents) * self.sound_s
        return super().sounds(latents, details, seed=seed, tune=tune)

    def budget(self, seconds: float) -> Budget:
        return Budget(seconds, self.clock)


@pytest.fixture
def cold() -> TimedModel:
    return TimedModel.load(ROOT / "models" / "snare" / "1")


@pytest.fixture(scope="module")
def warm() -> TimedModel:
    model = TimedModel.load(ROOT / "models" / "snare" / "1")
    model.coarse_grid.render(Budget())
    return model


@pytest.fixture(scope="module")
def sample() -> Prepared:
    return prepare(Recording(drum(3), RATE_HZ))


def spent_s(model: TimedModel, sample: Prepared, seconds: float, *, refined: bool = False) -> float:
    """How long a search with that budget takes, and the measuring of its fit."""
    start_s = model.clock.now_s
    model.locate(sample, budget=model.budget(seconds), refined=refined)
    return model.clock.now_s - start_s


def distance(model: Model, sample: Prepared, budget: Budget) -> float:
    """What the search minimises, at the location that it found."""
    target = model_frame(sample, model.manifest.length_samples)
    search = model.search(target, budget)
    return float(search.reference.distance(search.sound(search.location(refined=False))[None])[0])


@pytest.mark.parametrize("seconds", [-3.0, 0.0])
def test_without_time_the_location_is_that_of_the_encoder(
    cold: TimedModel, sample: Prepared, seconds: float
) -> None:
    target = model_frame(sample, cold.manifest.length_samples)
    latent, detail, _ = cold.encode(target[None])
    found = cold.locate(sample, budget=cold.budget(seconds))
    assert (found.x, found.y) == tuple(cold.map.to_position(latent)[0])
    assert found.detail is not None
    np.testing.assert_array_equal(found.detail, detail[0])
    assert math.isfinite(found.heard_db)


@pytest.mark.parametrize("refined", [False, True])
@pytest.mark.parametrize("seconds", [0.0, 0.3, 1.0, 3.0])
def test_a_search_ends_in_time(warm: TimedModel, sample: Prepared, seconds: float, refined: bool) -> None:
    """It may begin one step of a length that it does not know yet."""
    assert spent_s(warm, sample, seconds, refined=refined) <= seconds + LATE_S


@pytest.mark.parametrize("seconds", [0.5, 2.0])
def test_a_search_ends_in_time_on_a_cold_model(cold: TimedModel, sample: Prepared, seconds: float) -> None:
    assert spent_s(cold, sample, seconds) <= seconds + LATE_S


def test_a_grid_that_was_rendered_in_parts_is_the_whole_grid(cold: TimedModel, warm: TimedModel) -> None:
    """A column takes 0.13 s, so that one or two fit into each part."""
    for _ in range(SIDE):
        cold.coarse_grid.render(cold.budget(0.2))
    start_s = cold.clock.now_s
    cold.coarse_grid.render(Budget())
    assert cold.clock.now_s == start_s, "nothing was missing"
    reference = Reference(warm.sound(0.3, 0.8))
    np.testing.assert_array_equal(
        cold.coarse_grid.distances(reference), warm.coarse_grid.distances(reference)
    )


def test_more_time_finds_a_closer_location(warm: TimedModel, sample: Prepared) -> None:
    found_db = [distance(warm, sample, warm.budget(seconds)) for seconds in (0.0, 0.3, 0.6, 1.6, math.inf)]
    assert max(found_db) == found_db[0], "the encoder's location is there from the beginning"
    assert found_db[1:] == sorted(found_db[1:], reverse=True)
    assert found_db[-1] < found_db[0]


def test_a_budget_that_is_not_used_up_changes_nothing(warm: TimedModel, sample: Prepared) -> None:
    free, timed = warm.locate(sample), warm.locate(sample, budget=warm.budget(60))
    assert (free.x, free.y, free.tune, free.heard_db) == (timed.x, timed.y, timed.tune, timed.heard_db)
    assert free.detail is not None
    assert timed.detail is not None
    np.testing.assert_array_equal(free.detail, timed.detail)


def test_a_step_as_long_as_the_longest_must_fit() -> None:
    clock = Clock()
    budget = Budget(1.0, clock)
    answers = []
    for step_s in (0.0, 0.3, 0.1, 0.35):
        clock.now_s += step_s
        answers.append(budget.allows_a_step())
    assert answers == [True, True, True, False]


def test_what_is_no_step_counts_as_none() -> None:
    clock = Clock()
    budget = Budget(1.0, clock)
    clock.now_s += 0.7
    budget.begin_step()
    clock.now_s += 0.1
    assert budget.allows_a_step()


def test_a_share_is_a_part_of_what_is_left() -> None:
    clock = Clock()
    budget = Budget(1.0, clock)
    clock.now_s += 0.6
    half = budget.share(0.5)
    clock.now_s += 0.09
    assert half.allows_a_step()
    clock.now_s += 0.12
    assert not half.allows_a_step()
    assert Budget().share(0.5).allows_a_step()
