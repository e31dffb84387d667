"""A trained sequence model: it plays tapes, block by block."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Self, cast

import numpy as np
from numpy.typing import NDArray

from sampler.artifact import WEIGHTS, verify_sequence
from sampler.audio.reasons import Reason, RefusedSound
from sampler.constants import MAX_SEED
from sampler.errors import BadValue, CorruptArtifact
from sampler.families import family
from sampler.manifest import SequenceManifest
from sampler.nets.weights import read_named_weights
from sampler.recordings.settings import Settings
from sampler.recordings.silence import SILENT_LEVEL
from sampler.recordings.stream import stream
from sampler.sequence.loop import CodeLoop, Loop, State

Floats = NDArray[np.float32]
MIN_TEMPERATURE, MAX_TEMPERATURE = 0.1, 3.0
MAX_SECONDS = 3600.0
WARM_UP_S = 2.0
"""Played before what is kept: a tape that begins in silence takes this long to find its level."""

PRIME_S, CROSSFADE_S = 4.0, 0.05
"""How much of a prime's end is heard, and how long its very end and the tape sound together."""


@dataclass(frozen=True)
class TapeOrder:
    """What a tape is made from: equal orders give equal tapes of one version on one runtime.

    `prime`, float32 (n,) at the model's rate, is continued. Raises BadValue for values out of range.
    """

    seconds: float
    temperature: float = 1.0
    seed: int = 0
    prime: Floats | None = None

    def __post_init__(self) -> None:
        if not 0 < self.seconds <= MAX_SECONDS:
            raise BadValue(f"seconds must be more than 0 and at most {MAX_SECONDS:g}: an hour is a tape.")
        if not MIN_TEMPERATURE <= self.temperature <= MAX_TEMPERATURE:
            raise BadValue(f"temperature must be a number from {MIN_TEMPERATURE:g} to {MAX_TEMPERATURE:g}.")
        if not 0 <= self.seed <= MAX_SEED:
            raise BadValue(f"seed must be a whole number from 0 to {MAX_SEED}.")


class TapeModel:
    """One version of a sequence model."""

    def __init__(self, manifest: SequenceManifest, loop: Loop) -> None:
        """Join a manifest with its loop, which `load` makes of a version folder."""
        self.manifest, self.loop = manifest, loop

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Verify a version folder, then read its weights. Raises CorruptArtifact or IncompatibleArtifact."""
        manifest = verify_sequence(folder)
        abilities = family(manifest.family).sequence(manifest.hyper)
        try:
            return cls(manifest, abilities.loop(read_named_weights(folder / WEIGHTS)))
        except (LookupError, ValueError) as error:
            raise CorruptArtifact(f"The weights of {folder} are not those of its family: {error}.") from error

    def tape(self, order: TapeOrder) -> Iterator[Floats]:
        """Yield the blocks float32 (n,) of a tape, within -1 to 1: `order.seconds` in all."""
        left = round(order.seconds * self.manifest.rate_hz)
        for block in self._endless(order):
            yield block[:left]
            left -= len(block)
            if left <= 0:
                return

    @property
    def quantisation(self) -> str | None:
        """How it quantises the samples whose codes it predicts; None: it predicts none and has no bits."""
        return family(self.manifest.family).sequence(self.manifest.hyper).quantisation

    def bits(self, samples: Floats) -> float:
        """Bits per sample that a recording (n,) costs the model, which hears it from its beginning."""
        loop = cast(CodeLoop, self.loop)
        state, size = loop.start(), loop.block_samples
        blocks = samples[: len(samples) // size * size].reshape(-1, size)
        return float(np.mean([loop.cost(state, block) for block in blocks]))

    def _endless(self, order: TapeOrder) -> Iterator[Floats]:
        rng, state = np.random.Generator(np.random.PCG64(order.seed)), self.loop.start()
        size, rate_hz = self.loop.block_samples, self.manifest.rate_hz
        temperature, numbers = order.temperature * self.manifest.unit_temperature, self.loop.numbers_per_block
        end = np.zeros(0, np.float32)
        if order.prime is not None:
            end = self._hear(state, order.prime)
        warm_up = 0 if len(end) else -(-round(WARM_UP_S * rate_hz) // size)
        for number in count(-warm_up):
            block = self.loop.play(state, rng.random(numbers, np.float32), temperature)
            if number >= 0:
                yield _crossfaded(end, block, number * size)

    def _hear(self, state: State, prime: Floats) -> Floats:
        """Bring the state to shortly before the end of a prime; return that end, of whole blocks."""
        size = self.loop.block_samples
        blocks = prime[len(prime) % size :].reshape(-1, size)
        crossfaded = -(-round(CROSSFADE_S * self.manifest.rate_hz) // size)
        for block in blocks[:-crossfaded]:
            self.loop.hear(state, block)
        return blocks[-crossfaded:].reshape(-1)

    def read_prime(self, path: Path) -> Floats:
        """The last seconds of a recording, for `TapeOrder.prime`: of any rate, length and format.

        Raises UnreadableAudio or UnusableAudio, also for one that ends in silence.
        """
        most = round(PRIME_S * self.manifest.rate_hz)
        end = np.zeros(0, np.float32)
        for block in stream(path, Settings(self.manifest.rate_hz)):
            end = np.concatenate([end, block])[-most:]
        if len(end) < 2 * round(CROSSFADE_S * self.manifest.rate_hz):
            raise RefusedSound(Reason.TOO_SHORT_RECORDING)
        if np.ptp(end) < 2 * SILENT_LEVEL:
            raise RefusedSound(Reason.SILENT)
        return end


def _crossfaded(end: Floats, block: Floats, start: int) -> Floats:
    """A block that begins `start` samples after `end` (n,) did: the end fades out in it, the block in."""
    under = end[start : start + len(block)]
    if not len(under):
        return block
    rise = ((start + np.arange(len(under)) + 0.5) / len(end)).astype(np.float32)
    return np.asarray(rise * block + (1 - rise) * under, np.float32)
