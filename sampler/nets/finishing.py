"""The last layer of a player: it makes a decoder's output a finished sound, as `sampler.audio.align` does."""

from functools import reduce
from typing import Any

import numpy as np
from keras import layers, ops

from sampler.audio.align import (
    END_FADE_SAMPLES,
    FAINTEST_ONSET,
    MAX_LEVEL,
    REACH_S,
    REST_CEILING,
    SPIKE_ALLOWED,
    SPIKE_FADE_SAMPLES,
    SPIKE_RATIO,
    SPIKE_REACH_SAMPLES,
    START_FADE_SAMPLES,
    TICK_SAMPLES,
)
from sampler.audio.ending import ENDED_DB, LOUDEST_SAMPLES, tail_span
from sampler.audio.fade import rise
from sampler.audio.level import GAIN_BLOCK_SAMPLES
from sampler.constants import MODEL_LENGTH_SAMPLES, PEAK_LEVEL, RATE_HZ
from sampler.nets.spectral import FloatArray

Tensor = Any

SILENT_POWER = 1e-18
DB_TO_LOG = float(np.log(10) / 20)


class FinishedSound(layers.Layer):
    """Raw sounds and `norm` (batch, 1), which is 1 or 0 -> finished sounds, both (batch, length).

    Raw sounds may hold any values. The layer computes what `sampler.audio.align.align_peak` does, see there:
    the peak moves to `peak_sample`, a missing onset is raised, a long tail ends, both ends are faded, a spike
    is compressed, the rest is limited. The peak has `PEAK_LEVEL`; where `norm` is 0 it keeps its own level if
    that is lower. The layer uses no operation that LiteRT lacks in a browser.
    """

    def __init__(self, length: int, peak_sample: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.length, self.peak_sample = length, peak_sample

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "length": self.length, "peak_sample": self.peak_sample}

    def call(self, raw: Tensor, norm: Tensor) -> Tensor:
        sound = self._with_onset(self._placed(_clipped(raw)))
        sound = self._compressed_spike(self._faded(self._ended(sound)))
        peak = self._peak(sound)
        level = ops.abs(peak)
        target = ops.where(norm > 0.5, PEAK_LEVEL, ops.minimum(level, PEAK_LEVEL))
        limited = self._limited(sound, level) * (target / level)
        return self._replaced(limited, ops.where(peak < 0, -target, target))

    def _peak(self, sound: Tensor) -> Tensor:
        return sound[:, self.peak_sample : self.peak_sample + 1]

    def _replaced(self, sound: Tensor, middle: Tensor) -> Tensor:
        """The sound with `middle` (batch, odd number) around the peak sample."""
        reach = middle.shape[1] // 2
        before, after = sound[:, : self.peak_sample - reach], sound[:, self.peak_sample + reach + 1 :]
        return ops.concatenate([before, middle, after], axis=1)

    def _near(self, sound: Tensor, reach: int) -> Tensor:
        return sound[:, self.peak_sample - reach : self.peak_sample + reach + 1]

    def _placed(self, sound: Tensor) -> Tensor:
        """Move the largest sample within 2 ms of the peak sample there; zeros come in at the other end."""
        reach = round(REACH_S * RATE_HZ)
        nearest = _first_largest(ops.abs(self._near(sound, reach)))
        steps = [1 << bit for bit in range((2 * reach).bit_length())]
        moved = ops.pad(sound, [[0, 0], [reach, sum(steps) - reach]])
        return reduce(lambda now, step: _advanced(now, nearest, step), steps, moved)

    def _with_onset(self, sound: Tensor) -> Tensor:
        """Add a tick to a broken sound that is nearly silent at its onset."""
        peak, loudest = self._peak(sound), ops.max(ops.abs(sound), axis=1, keepdims=True)
        missing = ops.maximum(ops.maximum(1e-6, FAINTEST_ONSET * loudest) - ops.abs(peak), 0.0)
        tick = _bell(TICK_SAMPLES) * ops.where(peak < 0, -missing, missing)
        return self._replaced(sound, self._near(sound, TICK_SAMPLES) + tick)

    def _ended(self, sound: Tensor) -> Tensor:
        """Make the tail fall by 40 dB where it has not ended; see `sampler.audio.ending.fade_tail`."""
        start, (tail, end) = MODEL_LENGTH_SAMPLES, tail_span(self.length)
        if tail <= start:
            return sound
        blocks = self.length // LOUDEST_SAMPLES
        squares = ops.square(sound)
        loudest = ops.mean(_blocks(squares[:, : blocks * LOUDEST_SAMPLES], LOUDEST_SAMPLES), axis=2)
        last = ops.mean(squares[:, tail:end], axis=1, keepdims=True)
        share = last / ops.maximum(ops.max(loudest, axis=1, keepdims=True), SILENT_POWER)
        excess_db = 10 / np.log(10) * ops.log(ops.maximum(share, SILENT_POWER)) - ENDED_DB
        through = np.minimum(np.arange(self.length - start) / (tail - start), 1.0)
        slope = (-DB_TO_LOG * through**2).astype("float32")
        gain = ops.exp(ops.maximum(excess_db, 0.0) * slope)
        return ops.concatenate([sound[:, :start], sound[:, start:] * gain], axis=1)

    def _faded(self, sound: Tensor) -> Tensor:
        start = min(START_FADE_SAMPLES, self.peak_sample)
        end = self.length - min(END_FADE_SAMPLES, self.length - 1 - self.peak_sample)
        fall = rise(self.length - end)[::-1]
        return ops.concatenate(
            [sound[:, :start] * rise(start), sound[:, start:end], sound[:, end:] * fall], axis=1
        )

    def _compressed_spike(self, sound: Tensor) -> Tensor:
        """Compress a peak that stands more than 1 dB above all that is further than 24 samples away."""
        level, size = ops.abs(self._peak(sound)), ops.abs(sound)
        before = size[:, : self.peak_sample - SPIKE_REACH_SAMPLES]
        after = size[:, self.peak_sample + SPIKE_REACH_SAMPLES + 1 :]
        rest = ops.max(ops.concatenate([before, after], axis=1), axis=1, keepdims=True)
        excess = ops.maximum(level / ops.maximum(SPIKE_ALLOWED * rest, 1e-3 * level), 1.0)
        reduction = 1 - ops.exp(float(1 / SPIKE_RATIO - 1) * ops.log(excess))
        near = self._near(sound, SPIKE_FADE_SAMPLES)
        return self._replaced(sound, near * (1 - _bell(SPIKE_FADE_SAMPLES) * reduction))

    def _limited(self, sound: Tensor, level: Tensor) -> Tensor:
        """Bring all samples but the peak below it by a smooth gain, then by clipping; see `ceil_gain`."""
        rest = self._replaced(sound, ops.zeros_like(level))
        ceiling = level * REST_CEILING
        padded = ops.pad(rest, [[0, 0], [0, -self.length % GAIN_BLOCK_SAMPLES]])
        gain = _ceil_gain(ops.max(ops.abs(_blocks(padded, GAIN_BLOCK_SAMPLES)), axis=2), ceiling)
        quiet = ops.reshape(_blocks(padded, GAIN_BLOCK_SAMPLES) * gain, (-1, padded.shape[1]))
        return ops.minimum(ops.maximum(quiet[:, : self.length], -ceiling), ceiling)


def _clipped(raw: Tensor) -> Tensor:
    """Zeros for what is no finite number, and magnitudes up to `MAX_LEVEL`."""
    finite = ops.where(ops.abs(raw) <= float(np.finfo(np.float32).max), raw, 0.0)
    return ops.minimum(ops.maximum(finite, -MAX_LEVEL), MAX_LEVEL)


def _first_largest(values: Tensor) -> Tensor:
    """Index (batch, 1) of the first largest of (batch, n): LiteRT lacks an operation of `ops.argmax`."""
    indices = np.arange(values.shape[1], dtype="int32")
    is_largest = values >= ops.max(values, axis=1, keepdims=True)
    return ops.min(ops.where(is_largest, indices, values.shape[1]), axis=1, keepdims=True)


def _advanced(sound: Tensor, shift: Tensor, step: int) -> Tensor:
    """The sound without its first `step` samples where the binary digit `step` of `shift` is set, else
    without its last.
    """
    is_set = ops.equal(ops.mod(ops.floor_divide(shift, step), 2), 1)
    return ops.where(is_set, sound[:, step:], sound[:, :-step])


def _blocks(sound: Tensor, size: int) -> Tensor:
    return ops.reshape(sound, (-1, sound.shape[1] // size, size))


def _bell(reach: int) -> FloatArray:
    """Raised cosine (2 * reach + 1,) with 1 in its middle."""
    return (0.5 + 0.5 * np.cos(np.pi * np.arange(-reach, reach + 1) / reach)).astype("float32")


def _ceil_gain(loudest: Tensor, ceiling: Tensor) -> Tensor:
    """Gains (batch, blocks, samples) for magnitudes (batch, blocks), as `sampler.audio.level.ceil_gain`."""
    needed = ceiling / ops.maximum(loudest, ceiling)
    wide = ops.concatenate([needed[:, :1]] * 3 + [needed] + [needed[:, -1:]] * 3, axis=1)
    held = reduce(ops.minimum, _windows(wide, 5))
    averaged: Tensor = sum(_windows(held, 3)) / 3
    left = ops.concatenate([averaged[:, :1], averaged[:, :-1]], axis=1)
    right = ops.concatenate([averaged[:, 1:], averaged[:, -1:]], axis=1)
    offset = (np.arange(GAIN_BLOCK_SAMPLES) / GAIN_BLOCK_SAMPLES - 0.5).astype("float32")
    to_left, to_right = np.maximum(-offset, 0), np.maximum(offset, 0)
    return (
        left[:, :, None] * to_left
        + averaged[:, :, None] * (1 - np.abs(offset))
        + right[:, :, None] * to_right
    )


def _windows(values: Tensor, size: int) -> list[Tensor]:
    count = values.shape[1] - size + 1
    return [values[:, start : start + count] for start in range(size)]
