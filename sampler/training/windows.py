"""Windows of recordings in batches: several readers side by side, each going through chunk after chunk."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sampler.recordings.store import Recordings

Batch = dict[str, NDArray[np.float32]]


@dataclass(frozen=True)
class Windows:
    """How a model reads: batches of `readers` windows of `context + length` samples.

    A reader's next window begins where the part that its last one predicted ended, so that a model may carry
    its state over.
    """

    context_samples: int
    length_samples: int
    readers: int

    def endless(self, recordings: Recordings, seed: int) -> Iterator[Batch]:
        """Batches without end, over chunks in a random order that is another in each pass."""
        rng = np.random.default_rng(seed)
        order = self._shuffled(recordings, rng)
        readers = [self._reader(recordings, order, rng) for _ in range(self.readers)]
        while True:
            yield _batch([next(reader) for reader in readers])

    def _shuffled(self, recordings: Recordings, rng: np.random.Generator) -> Iterator[int]:
        while True:
            yield from rng.permutation(len(recordings)).tolist()

    def _reader(
        self, recordings: Recordings, order: Iterator[int], rng: np.random.Generator
    ) -> Iterator[tuple[NDArray[np.float32], bool]]:
        is_first = True
        for index in order:
            samples = recordings.read(recordings.chunks[index])
            spare = max(0, len(samples) - self.length_samples)
            # readers begin their first chunks anywhere, so that they do not all begin chunks at the same time
            start = int(rng.integers(0, (spare if is_first else min(spare, self.length_samples)) + 1))
            is_first = False
            yield from self._of(samples[start:])

    def counted(self, recordings: Recordings, most: int) -> Iterator[Batch]:
        """At most `most` batches, always the same: each reader goes through its share of the chunks."""
        shares = [
            self._share(
                recordings, [*range(reader, len(recordings), self.readers)] or [reader % len(recordings)]
            )
            for reader in range(self.readers)
        ]
        for _ in range(most):
            windows = [next(share, None) for share in shares]
            if any(window is None for window in windows):
                return
            yield _batch([window for window in windows if window is not None])

    def _share(
        self, recordings: Recordings, indices: list[int]
    ) -> Iterator[tuple[NDArray[np.float32], bool]]:
        for index in indices:
            yield from self._of(recordings.read(recordings.chunks[index]))

    def _of(self, samples: NDArray[np.float32]) -> Iterator[tuple[NDArray[np.float32], bool]]:
        """The windows of samples (n,), and whether each is the first; none of samples shorter than one."""
        known = np.concatenate([np.zeros(self.context_samples, np.float32), samples])
        for start in range(0, len(samples) - self.length_samples + 1, self.length_samples):
            yield known[start : start + self.context_samples + self.length_samples], start == 0

    def batches_of(self, recordings: Recordings) -> int:
        """How many batches one pass over all chunks has, at least one."""
        each = (recordings.length_of(chunk) // self.length_samples for chunk in recordings.chunks)
        return max(1, sum(each) // self.readers)


def _batch(windows: list[tuple[NDArray[np.float32], bool]]) -> Batch:
    return {
        "audio": np.stack([samples for samples, _ in windows]),
        "begins": np.array([[begins] for _, begins in windows], np.float32),
    }
