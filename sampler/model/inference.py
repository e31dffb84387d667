"""A trained model: render a location of its map, or find the location of a sample."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from sampler.analysis.features import FEATURES, model_frame
from sampler.analysis.spectra import Reference, log_mel_distance
from sampler.artifact import DECODER, ENCODER, Manifest, verify
from sampler.audio.align import align_peak
from sampler.audio.options import OPTIONS
from sampler.audio.prepare import Prepared
from sampler.audio.shape import RenderOptions, shape
from sampler.audio.write import encode_wav
from sampler.errors import BadValue
from sampler.model.budget import Budget
from sampler.model.detail import LARGEST, round_details
from sampler.model.map import Map
from sampler.model.refine import refine
from sampler.model.runtime import LiteRTNetwork, Network, uses_keras
from sampler.model.search import CoarseGrid, Positions, refine_position

FloatArray = NDArray[np.float32]
SEED_STRIDE = 97
"""Frames by which consecutive seeds rotate the noise. From 16 on they differ as much as independent noise."""

ROUNDS, SEARCH_S = 2, 0.9
PROBE, DETAIL_PROBE = 0.02, 0.8
"""How far `refine` moves a number of a position or a detail to measure its slope."""

GRID_SHARE = 0.5
"""How much of a search's time may go into a coarse grid that is not rendered yet."""


@dataclass(frozen=True)
class Match:
    """The location of a sample. `detail` is float32 (size,), or None for models without one.

    `fit_db` is the log-mel distance in dB between the sample and the sound at its location. `outside` is true
    where `fit_db` exceeds the model's limit: the model has no sound close to the sample.
    """

    x: float
    y: float
    detail: FloatArray | None
    fit_db: float
    outside: bool


class Model:
    """One version of one model."""

    def __init__(self, manifest: Manifest, encoder: Network, decoder: Network) -> None:
        """Join a manifest with its networks, which `load` reads from a version folder."""
        self.manifest, self._encoder, self._decoder = manifest, encoder, decoder
        self.map = Map((np.asarray(manifest.map_tables[0]), np.asarray(manifest.map_tables[1])))

    @classmethod
    def load(cls, folder: Path, runtime: str = "litert") -> Self:
        """Verify a version folder, then load its networks.

        `runtime` is "litert", "keras" or "auto", which takes Keras on a machine with a GPU. Raises
        CorruptArtifact or IncompatibleArtifact.
        """
        manifest = verify(folder)
        if uses_keras(runtime):
            from sampler.model.keras_runtime import build_networks

            return cls(manifest, *build_networks(manifest, folder))
        return cls(manifest, LiteRTNetwork(folder / ENCODER), LiteRTNetwork(folder / DECODER))

    def sounds(
        self, latents: FloatArray, details: FloatArray | None = None, *, seed: int = 0, tune: float = 0.0
    ) -> FloatArray:
        """Decode latents (n, 2) and details (n, size) to finished sounds float32 (n, length).

        Every peak is at the manifest's peak sample. Without details the sounds are the typical ones.
        """
        peak = self.manifest.peak_sample
        return np.stack([align_peak(raw, peak_sample=peak) for raw in self.raw(latents, details, seed, tune)])

    def sound(
        self, x: float, y: float, detail: FloatArray | None = None, *, seed: int = 0, tune: float = 0.0
    ) -> FloatArray:
        """The finished sound float32 (length,) at a location. Raises BadValue for a location off the map, a
        detail of the wrong size, or `tune` where the model has none.
        """
        self._check_location(x, y, detail)
        self._check_options(RenderOptions(tune=tune))
        details = None if detail is None else detail[None]
        sound: FloatArray = self.sounds(
            self.map.to_latent(np.array([[x, y]])), details, seed=seed, tune=tune
        )[0]
        return sound

    def render(
        self, x: float, y: float, *, detail: FloatArray | None = None, options: RenderOptions
    ) -> bytes:
        """A WAV file of the sound at a location, shaped by `options`. The same arguments give the same bytes.

        Raises BadValue as `sound` does.
        """
        self._check_location(x, y, detail)
        self._check_options(options)
        details = None if detail is None else detail[None]
        raw = self.raw(self.map.to_latent(np.array([[x, y]])), details, options.seed, options.tune)[0]
        peak = self.manifest.peak_sample
        shaped = shape(align_peak(raw, peak_sample=peak, norm=options.norm), options, peak_sample=peak)
        return encode_wav(shaped, rate_hz=options.rate, bits=options.bits)

    def locate(self, prepared: Prepared, *, refined: bool = False, budget: Budget | None = None) -> Match:
        """Find the location of a prepared sample; with `refined` the search takes up to a second longer.

        The search ends when `budget` does, with the best location that it has found by then.
        """
        target = model_frame(prepared, self.manifest.length_samples)
        position, detail = self.find_location(target, refined=refined, budget=budget)
        made = self.sounds(self.map.to_latent(position), detail)
        fit_db = float(log_mel_distance(made, target[None])[0])
        x, y = (float(value) for value in position[0])
        outside = fit_db > self.manifest.fit_limit_db
        return Match(x, y, detail[0] if self.manifest.has_detail else None, fit_db, outside)

    def find_location(
        self, target: FloatArray, *, refined: bool = False, budget: Budget | None = None
    ) -> tuple[Positions, FloatArray]:
        """The position (1, 2) and the detail (1, size) whose sound is closest to a frame (length,).

        `find_position` chooses the position. For models with a detail, the search then improves the detail
        there; for others, `refined` improves the position. The result is never further off than what the
        encoder says, which is the result when `budget` allows no search.
        """
        budget = budget or Budget()
        latent, detail = self.encode(target[None])
        reference, proposed = Reference(target), (self.map.to_position(latent), detail)
        position = self.find_position(target, latent, budget)
        if self.manifest.has_detail:
            found = position, self._refined_detail(reference, position, detail, refined, budget)
        else:
            found = self._refined_position(reference, position, budget) if refined else position, detail
        return found if budget.allows_a_step() else self._closer(reference, proposed, found)

    def _closer(
        self, reference: Reference, *locations: tuple[Positions, FloatArray]
    ) -> tuple[Positions, FloatArray]:
        """The location whose sound is closest: a search that ended early may have left a better one."""
        positions, details = (np.concatenate(parts) for parts in zip(*locations, strict=True))
        distances = reference.distance(self.sounds(self.map.to_latent(positions), details))
        return locations[int(np.argmin(distances))]

    def _refined_position(self, reference: Reference, position: Positions, budget: Budget) -> Positions:
        def difference(positions: FloatArray) -> FloatArray:
            return reference.difference(self.sounds(self.map.to_latent(positions.astype(np.float64))))

        start = position[0].astype(np.float32)
        found = refine(
            difference,
            reference.weights,
            start,
            (0.0, 1.0),
            probe=PROBE,
            rounds=ROUNDS,
            seconds=SEARCH_S,
            budget=budget,
        )
        return found[None].astype(np.float64)

    def _refined_detail(
        self, reference: Reference, position: Positions, detail: FloatArray, refined: bool, budget: Budget
    ) -> FloatArray:
        latent = self.map.to_latent(position)

        def difference(details: FloatArray) -> FloatArray:
            return reference.difference(self.sounds(latent.repeat(len(details), axis=0), details))

        found = refine(
            difference,
            reference.weights,
            detail[0],
            (-LARGEST, LARGEST),
            probe=DETAIL_PROBE,
            # one round more even where SEARCH_S leaves no time for further ones
            rounds=ROUNDS + 1 if refined else ROUNDS,
            seconds=SEARCH_S if refined else 0.0,
            budget=budget,
        )
        return round_details(found)[None]

    def find_position(
        self, target: FloatArray, latent: FloatArray, budget: Budget | None = None
    ) -> Positions:
        """The position (1, 2) whose typical sound is closest to a frame (length,).

        The search starts from the best of the encoder's latent (1, 2) and the nearest positions of a coarse
        grid.
        """
        budget = budget or Budget()
        self.coarse_grid.render(budget.share(GRID_SHARE))
        budget.begin_step()
        reference = Reference(target)

        def score(positions: Positions) -> NDArray[np.float64]:
            return reference.distance(self.sounds(self.map.to_latent(positions)))

        candidates = np.concatenate([self.map.to_position(latent), self.coarse_grid.nearest(target)])
        return refine_position(score, candidates, budget)

    @cached_property
    def coarse_grid(self) -> CoarseGrid:
        """A coarse grid of the map's sounds; the first search renders it, in about a second."""
        return CoarseGrid(lambda positions: self.sounds(self.map.to_latent(positions)))

    def encode(self, frames: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Encode model frames (n, length) as latent means (n, 2) and details (n, size) rounded to float16."""
        means = self._encoder(features=FEATURES[self.manifest.features](frames))
        size = self.manifest.latent_size
        return means[:, :size], round_details(means[:, size:])

    def raw(
        self, latents: FloatArray, details: FloatArray | None = None, seed: int = 0, tune: float = 0.0
    ) -> FloatArray:
        """The decoder's output (n, length) for latents (n, 2) and details (n, size), before `align_peak`."""
        count, frames = len(latents), max(1, self.manifest.noise_frames)
        return self._decoder(
            latent=latents,
            detail=np.zeros((count, self.manifest.detail_size)) if details is None else details,
            tune=np.full((count, 1), tune),
            shift=np.full((count, 1), seed * SEED_STRIDE % frames),
        )

    def _check_location(self, x: float, y: float, detail: FloatArray | None) -> None:
        if not (0 <= x <= 1 and 0 <= y <= 1):
            raise BadValue("x and y must be numbers from 0 to 1.")
        if detail is not None and detail.shape != (self.manifest.detail_size,):
            raise BadValue(f"{self.manifest.name} takes a detail of {self.manifest.detail_size} numbers.")

    def _check_options(self, options: RenderOptions) -> None:
        for name in options.canonical():
            flag = OPTIONS[name].needs
            if flag and not getattr(self.manifest, flag):
                raise BadValue(
                    f"{self.manifest.name} has no {name} control: leave {name} out.", parameter=name
                )
