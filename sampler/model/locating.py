"""Find the location of a sample: the position, the detail and the tune whose sound is heard closest to it."""

import math
from dataclasses import dataclass, replace
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from sampler.analysis.character import tuning_hz
from sampler.analysis.pitch import BodyPitch, body_pitch
from sampler.analysis.reference import Reference
from sampler.constants import MAX_TUNE_SEMITONES
from sampler.manifest import Manifest
from sampler.model.budget import Budget
from sampler.model.detail import LARGEST, round_details
from sampler.model.map import Map
from sampler.model.refine import refine
from sampler.model.search import CoarseGrid, Positions, refine_position

FloatArray = NDArray[np.float32]
Doubles = NDArray[np.float64]

SEARCH_S = 0.9
"""How much longer a refined search takes."""

ROUNDS, REUSED = 1, 3
"""Times that slopes are measured in a search, and further steps with the same slopes each time."""

PROBE, DETAIL_PROBE = 0.02, 0.8
"""How far `refine` moves a number of a position or a detail to measure its slope."""

GRID_SHARE = 0.5
"""How much of a search's time may go into a coarse grid that is not rendered yet."""

TUNINGS, IN_TUNE = 3, 0.1
"""Sounds that are rendered to find a tune, and the error in semitones that needs no further one."""

TUNE_DECIMALS = 2
"""A cent is finer than the ear."""


class Encoded(NamedTuple):
    """What an encoder says of frames."""

    latents: FloatArray
    """(n, 2)"""
    details: FloatArray
    """(n, size)"""
    tunes: Doubles
    """Semitones (n,); 0 where the encoder does not measure them."""


class Searchable(Protocol):
    """What a search needs of a model, see `inference.Model`."""

    manifest: Manifest
    map: Map

    @property
    def coarse_grid(self) -> CoarseGrid: ...

    def encode(self, frames: FloatArray) -> Encoded:
        """Of frames (n, length)."""

    def sounds(
        self,
        latents: FloatArray,
        details: FloatArray | None = None,
        *,
        seed: int = 0,
        tune: float | Doubles = 0.0,
    ) -> FloatArray:
        """Latents (n, 2) and details (n, size) -> finished sounds (n, length)."""


@dataclass(frozen=True)
class Location:
    """A position (1, 2), a detail (1, size) and a tune in semitones."""

    position: Positions
    detail: FloatArray
    tune: float = 0.0


def semitones(hz: float, from_hz: float) -> float:
    """The interval from one frequency up to another."""
    return 12 * math.log2(hz / from_hz)


class Search:
    """The search for the location of one sample on the map of one model."""

    def __init__(self, model: Searchable, target: FloatArray, budget: Budget) -> None:
        """`target` is the sample's model frame (length,)."""
        self._model, self._target, self._budget = model, target, budget
        self.reference = Reference(target)
        self.pitch: BodyPitch | None = body_pitch(target)

    def location(self, *, refined: bool) -> Location:
        """The location whose sound is heard closest to the sample, in tune with it where the model has tune.

        Where the encoder measures tune and detail, it says all, and only `refined` searches. Otherwise the
        position is that of the closest typical sound. For models with a detail, the search then improves
        the detail there; for others, `refined` improves the position. The result is never further off than
        what the encoder says, which is the result when the budget allows no search.
        """
        latent, detail, tunes = self._model.encode(self._target[None])
        proposed = Location(self._model.map.to_position(latent), detail, float(tunes[0]))
        if self._model.manifest.measures_tune:
            return self._with_refined_detail(proposed, refined) if refined else proposed
        found = Location(self.position(latent), detail)
        if self._budget.allows_a_step():
            found = self.tuned(found)
        if self._model.manifest.has_detail:
            found = self._with_refined_detail(found, refined)
        elif refined:
            found = self._with_refined_position(found)
        return self.tuned(found if self._budget.allows_a_step() else self._closer(proposed, found))

    def position(self, latent: FloatArray) -> Positions:
        """The position (1, 2) whose typical sound is closest.

        The search starts from the best of the encoder's latent (1, 2) and the nearest positions of a coarse
        grid.
        """
        self._model.coarse_grid.render(self._budget.share(GRID_SHARE))
        self._budget.begin_step()
        nearest = self._model.coarse_grid.nearest(self.reference)
        candidates = np.concatenate([self._model.map.to_position(latent), nearest])
        return refine_position(self._score, candidates, self._budget)

    def tuned(self, location: Location) -> Location:
        """The location with the tune that brings its sound to the pitch of the sample.

        The same location where the sample has no pitch, the model no tune or the sound no clear partial. One
        sound is rendered even where the budget has ended: out of tune a location is of little use.
        """
        if self.pitch is None or not self._model.manifest.has_tune or self._model.manifest.measures_tune:
            return location
        best, least = location, math.inf
        for _ in range(TUNINGS):
            hz = tuning_hz(self.sound(location))
            if hz is None:
                return location  # tuned once, its partial is where it should be, clear or not
            error = semitones(self.pitch.hz, hz)
            if abs(error) < least:
                best, least = location, abs(error)
            if abs(error) < IN_TUNE:
                break
            location = replace(location, tune=tune_within_range(location.tune + error))
            if not self._budget.allows_a_step():
                return location  # most likely in tune, although nobody has listened
        return best

    def typical(self, location: Location) -> Location:
        """The typical sound of a location's position, in tune."""
        return self.tuned(replace(location, detail=np.zeros_like(location.detail)))

    def sound(self, location: Location) -> FloatArray:
        """The finished sound (length,) at a location."""
        sound: FloatArray = self._sounds(location)[0]
        return sound

    def _sounds(self, location: Location) -> FloatArray:
        latents = self._model.map.to_latent(location.position).repeat(len(location.detail), axis=0)
        return self._model.sounds(latents, location.detail, tune=location.tune)

    def _score(self, positions: Positions) -> Doubles:
        return self.reference.distance(self._model.sounds(self._model.map.to_latent(positions)))

    def _closer(self, *locations: Location) -> Location:
        """The closest: a search that ended early may have left a better one."""
        sounds = np.concatenate([self._sounds(location) for location in locations])
        return locations[int(np.argmin(self.reference.distance(sounds)))]

    def _with_refined_position(self, start: Location) -> Location:
        def difference(positions: FloatArray) -> FloatArray:
            latents = self._model.map.to_latent(positions.astype(np.float64))
            return self.reference.difference(self._model.sounds(latents))

        found = refine(
            difference,
            self.reference.weights,
            start.position[0].astype(np.float32),
            (0.0, 1.0),
            probe=PROBE,
            rounds=ROUNDS,
            seconds=SEARCH_S,
            budget=self._budget,
        )
        return replace(start, position=found[None].astype(np.float64))

    def _with_refined_detail(self, start: Location, refined: bool) -> Location:
        def difference(details: FloatArray) -> FloatArray:
            return self.reference.difference(self._sounds(replace(start, detail=details)))

        found = refine(
            difference,
            self.reference.weights,
            start.detail[0],
            (-LARGEST, LARGEST),
            probe=DETAIL_PROBE,
            # one round more even where SEARCH_S leaves no time for further ones
            rounds=ROUNDS + 1 if refined else ROUNDS,
            reused=REUSED,
            seconds=SEARCH_S if refined else 0.0,
            budget=self._budget,
        )
        return replace(start, detail=round_details(found)[None])


def tunes_towards(real: FloatArray, made: FloatArray) -> Doubles:
    """Semitones (n,) that bring each of `made` (n, length) to the pitch of `real` (n, length); 0 without."""
    pairs = [(body_pitch(one), tuning_hz(other)) for one, other in zip(real, made, strict=True)]
    return np.array(
        [tune_within_range(semitones(pitch.hz, hz)) if pitch and hz else 0.0 for pitch, hz in pairs]
    )


def tune_within_range(tune: float) -> float:
    """The nearest tune that addresses may hold, in cents."""
    return round(min(MAX_TUNE_SEMITONES, max(-MAX_TUNE_SEMITONES, tune)), TUNE_DECIMALS) + 0.0
