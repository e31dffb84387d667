"""One recording beside which many sounds are held: the audible distance that a search makes smaller."""

import numpy as np
from numpy.typing import NDArray

from sampler.analysis.hearing import audible, audible_difference
from sampler.analysis.spectra import MEL_HOP, frame_weights, log_mel

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]

HOP = 2 * MEL_HOP
"""Every second frame of a log-mel image: frames overlap so much that the others change little."""

LATE_WEIGHT = 0.2
"""Weight of a frame after 0.37 s, relative to one before: two drums with the same beginning sound alike."""


def search_image(batch: Floats) -> Floats:
    """Log-mel images (N, frames, 64) in dB of sounds (N, L), with every second frame of `log_mel`."""
    return log_mel(batch, HOP)


class Reference:
    """A recording (L,) with its image, computed once, for audible distances of many sounds from it.

    `distance` is `hearing.heard_distance` on every second frame, with little weight for frames after 0.37 s.
    """

    def __init__(self, sound: Floats) -> None:
        """Compute the image of a recording float32 (L,)."""
        self._image = search_image(sound[None])
        self._frames = frame_weights(self._image.shape[1], len(sound), LATE_WEIGHT)[:, None]
        cells = np.broadcast_to(self._frames, self._image.shape[1:])
        self._own_count = self._count(audible(self._image))
        self.weights: Floats = (cells / self._own_count[0]).ravel().astype(np.float32)
        """Weights (bins,) with which the magnitudes of `difference` add up to `distance`."""

    def difference(self, made: Floats) -> Floats:
        """Differences (N, bins) in dB of sounds (N, L), positive where they are louder, 0 where inaudible.

        They are scaled so that more audible cells than the recording has cost no more by that alone.
        """
        difference, counts = self._difference(search_image(made))
        scaled: Floats = (difference * (self._own_count / counts)[:, None, None]).astype(np.float32)
        return scaled.reshape(len(scaled), -1)

    def distance(self, made: Floats) -> Doubles:
        """(N,) dB: mean over the audible cells of each of `made` (N, L)."""
        return self.distance_of_images(search_image(made))

    def distance_of_images(self, images: Floats, frames: int | None = None) -> Doubles:
        """The same for images (N, frames, 64) of `search_image`, over the first `frames` that both have."""
        kept = slice(min(frames or images.shape[1], images.shape[1], self._image.shape[1]))
        difference, counts = self._difference(images[:, kept], kept)
        total = (np.abs(difference) * self._frames[kept]).sum((1, 2), dtype=np.float64)
        return np.asarray(total / counts)

    def _difference(self, images: Floats, kept: slice = slice(None)) -> tuple[Floats, Doubles]:
        """Differences of images and the weighted numbers (N,) of their audible cells."""
        difference, heard = audible_difference(images, self._image[:, kept])
        return difference, self._count(heard, kept)

    def _count(self, heard: NDArray[np.bool_], kept: slice = slice(None)) -> Doubles:
        counts = (heard * self._frames[kept]).sum((1, 2), dtype=np.float64)
        return np.asarray(np.maximum(counts, 1))
