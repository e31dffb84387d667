"""A trained model, ready to be played: render a place on its map, or find a recording's place."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from sampler.artifact import DECODER, ENCODER, Manifest, verify
from sampler.audio.align import align_peak
from sampler.audio.analyse import Reference, log_mel_distance
from sampler.audio.features import FEATURES, model_frame
from sampler.audio.prepare import Prepared
from sampler.audio.shape import RenderOptions, shape
from sampler.audio.write import encode_wav
from sampler.errors import BadValue
from sampler.model.detail import LARGEST
from sampler.model.map import Map
from sampler.model.refine import refine
from sampler.model.runtime import Network, Runs, uses_keras
from sampler.model.search import Atlas, Positions, place_by_ear

FloatArray = NDArray[np.float32]
SEED_STRIDE = 97
"""Frames of noise that neighbouring seeds lie apart: 16 and more are as different as independent noise."""

ROUNDS, SEARCH_S = 2, 0.9
PROBE, DETAIL_PROBE = 0.02, 0.8
"""How far a search moves a position or a detail to hear what that does."""


@dataclass(frozen=True)
class Match:
    """Where a recording lies. `fit_db`: log-mel distance of what the model makes of it; `outside`: it knows
    nothing close.
    """

    x: float
    y: float
    detail: FloatArray | None
    fit_db: float
    outside: bool


class Model:
    """One version of one model. `sounds` is what everything else is made of."""

    def __init__(self, manifest: Manifest, encoder: Runs, decoder: Runs) -> None:
        self.manifest, self._encoder, self._decoder = manifest, encoder, decoder
        self.map = Map((np.asarray(manifest.map_tables[0]), np.asarray(manifest.map_tables[1])))

    @classmethod
    def load(cls, folder: Path, runtime: str = "litert") -> Self:
        """Verify a version folder, then load its networks, in "litert", "keras", or "auto": Keras on a GPU.

        Raises CorruptArtifact or IncompatibleArtifact.
        """
        manifest = verify(folder)
        if uses_keras(runtime):
            from sampler.model.keras_runtime import build_networks

            return cls(manifest, *build_networks(manifest, folder))
        return cls(manifest, Network(folder / ENCODER), Network(folder / DECODER))

    def sounds(
        self, latents: FloatArray, details: FloatArray | None = None, *, seed: int = 0, tune: float = 0.0
    ) -> FloatArray:
        """Decode latents (n, 2) and details (n, size): finished hits (n, length), peaks on the manifest's
        sample.
        """
        peak = self.manifest.peak_sample
        return np.stack([align_peak(raw, peak_sample=peak) for raw in self.raw(latents, details, seed, tune)])

    def sound(
        self, x: float, y: float, detail: FloatArray | None = None, *, seed: int = 0, tune: float = 0.0
    ) -> FloatArray:
        """The finished hit at a place of the map: (length,). BadValue for what this model cannot do."""
        self._check(x, y, detail, tune)
        details = None if detail is None else detail[None]
        sound: FloatArray = self.sounds(
            self.map.to_latent(np.array([[x, y]])), details, seed=seed, tune=tune
        )[0]
        return sound

    def render(
        self, x: float, y: float, *, detail: FloatArray | None = None, options: RenderOptions
    ) -> bytes:
        """A WAV file of the sound at a place, shaped by `options`. The same arguments give the same bytes."""
        self._check(x, y, detail, options.tune)
        details = None if detail is None else detail[None]
        raw = self.raw(self.map.to_latent(np.array([[x, y]])), details, options.seed, options.tune)[0]
        peak = self.manifest.peak_sample
        shaped = shape(align_peak(raw, peak_sample=peak, norm=options.norm), options, peak_sample=peak)
        return encode_wav(shaped, rate_hz=options.rate, bits=options.bits)

    def locate(self, prepared: Prepared, *, refined: bool = False) -> Match:
        """The place and the detail of a recording; `refined` searches on for up to a second."""
        target = model_frame(prepared, self.manifest.length_samples)
        position, detail = self.find(target, refined=refined)
        made = self.sounds(self.map.to_latent(position), detail)
        fit_db = float(log_mel_distance(made, target[None])[0])
        x, y = (float(value) for value in position[0])
        outside = fit_db > self.manifest.fit_limit_db
        return Match(x, y, detail[0] if self.manifest.has_detail else None, fit_db, outside)

    def find(self, target: FloatArray, *, refined: bool = False) -> tuple[Positions, FloatArray]:
        """The position (1, 2) and the detail (1, size) that sound most like a frame (length,).

        The encoder proposes, the ear decides: it chooses among places, then improves the detail there. Where
        there is no detail, a search that is `refined` improves the place.
        """
        latent, detail = self.encode(target[None])
        position, reference = self.place(target, latent), Reference(target)
        if self.manifest.has_detail:
            return position, self._detail(reference, position, detail, refined)
        return self._closer(reference, position) if refined else position, detail

    def _closer(self, reference: Reference, position: Positions) -> Positions:
        def difference(places: FloatArray) -> FloatArray:
            return reference.difference(self.sounds(self.map.to_latent(places.astype(np.float64))))

        start = position[0].astype(np.float32)
        closer = refine(
            difference, reference.weights, start, (0.0, 1.0), probe=PROBE, rounds=ROUNDS, seconds=SEARCH_S
        )
        return closer[None].astype(np.float64)

    def _detail(
        self, reference: Reference, position: Positions, detail: FloatArray, refined: bool
    ) -> FloatArray:
        latent = self.map.to_latent(position)

        def difference(details: FloatArray) -> FloatArray:
            return reference.difference(self.sounds(latent.repeat(len(details), axis=0), details))

        closer = refine(
            difference,
            reference.weights,
            detail[0],
            (-LARGEST, LARGEST),
            probe=DETAIL_PROBE,
            # however busy the machine: who asks for more gets more
            rounds=ROUNDS + 1 if refined else ROUNDS,
            seconds=SEARCH_S if refined else 0.0,
        )
        return _as_it_travels(closer)[None]

    def place(self, target: FloatArray, latent: FloatArray) -> Positions:
        """The position (1, 2) where what is typical sounds most like a frame (length,), from the encoder's
        answer (1, 2) on.
        """
        reference = Reference(target)

        def score(positions: Positions) -> NDArray[np.float64]:
            return reference.distance(self.sounds(self.map.to_latent(positions)))

        return place_by_ear(
            score, np.concatenate([self.map.to_position(latent), self.atlas.likeliest(target)])
        )

    @cached_property
    def atlas(self) -> Atlas:
        """The map, listened to coarsely and once, which takes a second: where `place` looks first."""
        return Atlas(lambda positions: self.sounds(self.map.to_latent(positions)))

    def encode(self, frames: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Model frames (n, length) -> latent means (n, 2) and details (n, size), which are as they travel:
        float16.
        """
        means = self._encoder(features=FEATURES[self.manifest.features](frames))
        size = self.manifest.latent_size
        return means[:, :size], _as_it_travels(means[:, size:])

    def raw(
        self, latents: FloatArray, details: FloatArray | None = None, seed: int = 0, tune: float = 0.0
    ) -> FloatArray:
        """What the decoder answers to latents (n, 2) and details (n, size), nothing mended: (n, length)."""
        count, frames = len(latents), max(1, self.manifest.noise_frames)
        return self._decoder(
            latent=latents,
            detail=np.zeros((count, self.manifest.detail_size)) if details is None else details,
            tune=np.full((count, 1), tune),
            shift=np.full((count, 1), seed * SEED_STRIDE % frames),
        )

    def _check(self, x: float, y: float, detail: FloatArray | None, tune: float) -> None:
        if not (0 <= x <= 1 and 0 <= y <= 1):
            raise BadValue("x and y must be numbers from 0 to 1.")
        if detail is not None and detail.shape != (self.manifest.detail_size,):
            raise BadValue(f"{self.manifest.name} takes a detail of {self.manifest.detail_size} numbers.")
        if tune and not self.manifest.has_tune:
            raise BadValue(f"{self.manifest.name} has no tune control: leave tune out.")


def _as_it_travels(details: FloatArray) -> FloatArray:
    """Details as addresses hold them: float16, within `LARGEST`."""
    return np.clip(details, -LARGEST, LARGEST).astype(np.float16).astype(np.float32)
