"""Previews: the map as it sounds while a training runs."""

import time
from collections.abc import Callable
from pathlib import Path

import keras
import numpy as np
from numpy.typing import NDArray

from sampler.audio.align import align_peak
from sampler.constants import MODEL_PEAK_SAMPLE
from sampler.model.map import PERCENTILES
from sampler.nets.training_model import MapModel
from sampler.training.callbacks.logs import Logs
from sampler.training.callbacks.pace import Pace
from sampler.training.previews import POSITIONS, Preview, read_previews, write_preview

FloatArray = NDArray[np.float32]
Hear = Callable[[list[FloatArray]], None]

EVERY_S, EVERY_SHARE = 60.0, 0.1
"""Previews are written once a minute, later once in a tenth of the time trained so far,"""

COST_SHARE = 0.02
"""and never so often that they take more than this share of the time."""

ENCODED = 128
"""Training sounds that are encoded to find the ends of the map."""


class PreviewWriter(keras.callbacks.Callback):
    """Writes previews after the first epoch, at intervals, and at the end.

    `hear` gets the sounds as well. `features` (n, ...) are those of training sounds. `uniform`: the map spans
    latents from -1 to 1; otherwise it spans percentiles of the encoded training sounds.
    """

    model: MapModel

    def __init__(self, run: Path, pace: Pace, features: FloatArray, *, uniform: bool, hear: Hear) -> None:
        super().__init__()
        self.run, self.pace, self.features, self.uniform = run, pace, features[:ENCODED], uniform
        self.hear, self.due_s, self.written_step, self.epoch = hear, 0.0, -1, 0
        if known := read_previews(run):
            self._wait(known[-1].elapsed_s, took_s=0.0)

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        self.epoch = epoch + 1
        if self.pace.budget.elapsed_s() >= self.due_s:
            self._write()

    def on_train_end(self, logs: Logs = None) -> None:
        if self.written_step != self.pace.step and self.epoch:
            self._write()

    def _write(self) -> None:
        began = time.monotonic()
        sounds = self._sounds()
        preview = Preview(self.pace.step, self.epoch, self.pace.budget.elapsed_s())
        write_preview(self.run, preview, sounds)
        self.hear(sounds)
        self.written_step = self.pace.step
        self._wait(preview.elapsed_s, took_s=time.monotonic() - began)

    def _wait(self, elapsed_s: float, took_s: float) -> None:
        self.due_s = elapsed_s + max(EVERY_S, EVERY_SHARE * elapsed_s, took_s / COST_SHARE)

    def _sounds(self) -> list[FloatArray]:
        sounds = np.asarray(self.model.typical_sounds(self._latents()))
        return [align_peak(sound, peak_sample=MODEL_PEAK_SAMPLE) for sound in sounds]

    def _latents(self) -> FloatArray:
        """Latents (n, 2) of `POSITIONS` on the map as it would be fitted now, without its re-scaling."""
        low, high = self._ends()
        return np.asarray(low + np.array([*POSITIONS.values()]) * (high - low), np.float32)

    def _ends(self) -> tuple[FloatArray, FloatArray]:
        if self.uniform:
            return np.full(2, -1, np.float32), np.ones(2, np.float32)
        means = np.asarray(self.model.latent_means(self.features))
        low, high = np.percentile(means[:, :2], PERCENTILES, axis=0)
        return low, high
