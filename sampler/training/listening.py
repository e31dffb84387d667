"""Listening to a training: the places of `previews.PLACES`, rendered as the model stands."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from sampler.audio.align import align_peak
from sampler.constants import MODEL_PEAK_SAMPLE
from sampler.model.map import PERCENTILES
from sampler.training.callbacks import Pace
from sampler.training.previews import PLACES, Preview, read_previews, write_preview

FloatArray = NDArray[np.float32]
Logs = dict[str, Any] | None
Hear = Callable[[list[FloatArray]], None]

EVERY_S, EVERY_SHARE = 60.0, 0.1
"""Once a minute, later once in a tenth of the time trained so far."""

COST_SHARE = 0.02
"""And never so often that it takes more than this share of the time."""

HEARD = 128
"""Recordings whose places tell how far the map reaches."""


def has_map(model: keras.Model) -> bool:
    """Whether a decoder takes a place on a map of two dimensions."""
    return any(tensor.name == "latent" and tensor.shape[1] >= 2 for tensor in model.decoder.inputs)


class Listener(keras.callbacks.Callback):
    """Writes previews after the first epoch, now and then, and at the end; passes them on to `hear`."""

    def __init__(self, run: Path, pace: Pace, features: FloatArray, *, uniform: bool, hear: Hear) -> None:
        super().__init__()
        self.run, self.pace, self.features, self.uniform = run, pace, features[:HEARD], uniform
        self.hear, self.due_s, self.heard_step, self.epoch = hear, 0.0, -1, 0
        if known := read_previews(run):
            self._wait(known[-1].elapsed_s, took_s=0.0)

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        self.epoch = epoch + 1
        if self.pace.budget.elapsed_s() >= self.due_s:
            self._listen()

    def on_train_end(self, logs: Logs = None) -> None:
        if self.heard_step != self.pace.step and self.epoch:
            self._listen()

    def _listen(self) -> None:
        began = time.monotonic()
        sounds = self._sounds()
        preview = Preview(self.pace.step, self.epoch, self.pace.budget.elapsed_s())
        write_preview(self.run, preview, sounds)
        self.hear(sounds)
        self.heard_step = self.pace.step
        self._wait(preview.elapsed_s, took_s=time.monotonic() - began)

    def _wait(self, elapsed_s: float, took_s: float) -> None:
        self.due_s = elapsed_s + max(EVERY_S, EVERY_SHARE * elapsed_s, took_s / COST_SHARE)

    def _sounds(self) -> list[FloatArray]:
        return [align_peak(raw, peak_sample=MODEL_PEAK_SAMPLE) for raw in self._decode(self._latents())]

    def _latents(self) -> FloatArray:
        """`PLACES` between the ends that the map would have now: (n, 2)."""
        low, high = self._ends()
        return np.asarray(low + np.array([*PLACES.values()]) * (high - low), np.float32)

    def _ends(self) -> tuple[FloatArray, FloatArray]:
        if self.uniform:
            return np.full(2, -1, np.float32), np.ones(2, np.float32)
        encoded = self.model.encoder(self.features, training=False)
        means = np.asarray(encoded[0] if isinstance(encoded, list | tuple) else encoded)
        low, high = np.percentile(means[:, :2], PERCENTILES, axis=0)
        return low, high

    def _decode(self, latents: FloatArray) -> FloatArray:
        """Sounds at places; what else a decoder takes, such as detail and tune, is zero."""
        inputs = [
            np.zeros((len(latents), tensor.shape[1]), tensor.dtype) for tensor in self.model.decoder.inputs
        ]
        for tensor, values in zip(self.model.decoder.inputs, inputs, strict=True):
            if tensor.name == "latent":
                values[:, :2] = latents
        return np.asarray(self.model.decoder(inputs if len(inputs) > 1 else inputs[0], training=False))
