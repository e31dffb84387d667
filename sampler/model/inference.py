"""A trained model: render a location of its map, or find the location of a sample."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from sampler.analysis.character import Character, character
from sampler.analysis.features import FEATURES, first_part, model_frame
from sampler.analysis.hearing import heard_distance
from sampler.analysis.pitch import BodyPitch
from sampler.artifact import PLAYER, verify
from sampler.audio.align import align_peak
from sampler.audio.options import OPTIONS
from sampler.audio.prepare import Prepared
from sampler.audio.shape import RenderOptions, shape
from sampler.audio.write import encode_wav
from sampler.constants import MODEL_LENGTH_SAMPLES, SEED_STRIDE
from sampler.errors import BadValue
from sampler.manifest import Manifest
from sampler.model.budget import Budget
from sampler.model.detail import round_details
from sampler.model.locating import Encoded, Search, tune_within_range
from sampler.model.map import Map
from sampler.model.runtime import Network, load_networks, uses_keras
from sampler.model.search import CoarseGrid

FloatArray = NDArray[np.float32]
Doubles = NDArray[np.float64]


@dataclass(frozen=True)
class Match:
    """The location of a sample, and how the sound there compares with it.

    `detail` is float32 (size,), or None for models without one; `tune` is in semitones. `heard_db` is the
    audible distance over the first 0.37 s. `outside` is true where it exceeds the model's limit: the model
    has no sound close to the sample. `pitch` is the sample's, None where it has no clear note. `sample` and
    `sound` describe both, each over its whole length.
    """

    x: float
    y: float
    detail: FloatArray | None
    tune: float
    heard_db: float
    outside: bool
    pitch: BodyPitch | None
    sample: Character
    sound: Character


class Model:
    """One version of one model."""

    def __init__(
        self, manifest: Manifest, encoder: Network, decoder: Network, player: Network | None = None
    ) -> None:
        """Join a manifest with its networks, which `load` reads from a version folder.

        Without a player, sounds are finished by `align_peak`. So versions that were exported before there
        were players keep their bytes.
        """
        self.manifest, self._encoder, self._decoder, self._player = manifest, encoder, decoder, player
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
        return cls(manifest, *load_networks(folder, has_player=PLAYER in manifest.files))

    def sounds(
        self,
        latents: FloatArray,
        details: FloatArray | None = None,
        *,
        seed: int = 0,
        tune: float | Doubles = 0.0,
    ) -> FloatArray:
        """Decode latents (n, 2) and details (n, size) to finished sounds float32 (n, length).

        Every peak is at the manifest's peak sample. Without details the sounds are the typical ones. `tune`,
        in semitones, is that of all or (n,).
        """
        return self._finished(self._inputs(latents, details, seed, tune))

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
        given = self._inputs(self.map.to_latent(np.array([[x, y]])), details, options.seed, options.tune)
        finished = self._finished(given, norm=options.norm)[0]
        shaped = shape(finished, options, peak_sample=self.manifest.peak_sample)
        return encode_wav(shaped, rate_hz=options.rate, bits=options.bits)

    def locate(self, prepared: Prepared, *, refined: bool = False, budget: Budget | None = None) -> Match:
        """Find the location of a prepared sample; with `refined` the search takes up to a second longer.

        The search ends when `budget` does, with the best location that it has found by then.
        """
        target = model_frame(prepared, self.manifest.length_samples)
        search = self.search(target, budget)
        found = search.location(refined=refined)
        made = search.sound(found)
        beginning, other = (first_part(sound[None], MODEL_LENGTH_SAMPLES) for sound in (made, target))
        heard_db = float(heard_distance(beginning, other)[0])
        x, y = (float(value) for value in found.position[0])
        detail = found.detail[0] if self.manifest.has_detail else None
        outside = heard_db > self.manifest.heard_limit_db
        sample = character(prepared.samples)
        return Match(x, y, detail, found.tune, heard_db, outside, search.pitch, sample, character(made))

    def search(self, target: FloatArray, budget: Budget | None = None) -> Search:
        """The search for the location of a frame (length,)."""
        return Search(self, target, budget or Budget())

    @cached_property
    def coarse_grid(self) -> CoarseGrid:
        """A coarse grid of the map's sounds; the first search renders it, in about a second."""
        return CoarseGrid(lambda positions: self.sounds(self.map.to_latent(positions)))

    def encode(self, frames: FloatArray) -> Encoded:
        """Encode model frames (n, length): details are rounded as addresses hold them.

        The tune is that of the sound itself where the encoder measures it, else 0.
        """
        means = self._encoder(features=FEATURES[self.manifest.features](frames))
        ends = np.cumsum([self.manifest.latent_size, self.manifest.detail_size])
        latents, details, tunes = np.split(means, ends, axis=1)
        return Encoded(latents, round_details(details), _in_range(tunes, len(means)))

    def raw(
        self,
        latents: FloatArray,
        details: FloatArray | None = None,
        seed: int = 0,
        tune: float | Doubles = 0.0,
    ) -> FloatArray:
        """The decoder's output (n, length) for latents (n, 2) and details (n, size), not yet finished."""
        return self._decoder(**self._inputs(latents, details, seed, tune))

    def _inputs(
        self, latents: FloatArray, details: FloatArray | None, seed: int, tune: float | Doubles
    ) -> dict[str, NDArray[Any]]:
        """What a decoder may take, by name, for latents (n, 2) and details (n, size)."""
        count, frames = len(latents), max(1, self.manifest.noise_frames)
        return {
            "latent": latents,
            "detail": np.zeros((count, self.manifest.detail_size)) if details is None else details,
            "tune": np.full((count, 1), np.reshape(tune, (-1, 1))),
            "shift": np.full((count, 1), seed * SEED_STRIDE % frames),
        }

    def _finished(self, given: dict[str, NDArray[Any]], *, norm: bool = True) -> FloatArray:
        """Finished sounds (n, length) of the decoder's inputs, by the player if there is one."""
        if self._player is not None:
            return self._player(**given, norm=np.full((len(given["latent"]), 1), norm))
        peak = self.manifest.peak_sample
        return np.stack([align_peak(raw, peak_sample=peak, norm=norm) for raw in self._decoder(**given)])

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


def _in_range(tunes: FloatArray, count: int) -> NDArray[np.float64]:
    """Tunes (n, 1) as addresses hold them (n,); `count` zeros where none were measured."""
    return np.array([tune_within_range(float(tune)) for tune in tunes[:, 0]] if tunes.size else [0.0] * count)
