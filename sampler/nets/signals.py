"""From physical parameters to audio: damped modes, filtered noise and a transient, as Keras layers."""

from typing import Any

import keras
import numpy as np
from keras import layers, ops

from sampler.nets.spectral import (
    FloatArray,
    analysis_matrix,
    circular_noise_spectrum,
    envelope_knots,
    knot_interpolation,
    mel_interpolation,
    synthesis_matrix,
)

Tensor = Any
BLOCK = 128
BENT_MODES = 4
BEND_SAMPLES = 4096
BEND_POWER = 3
GATE_SAMPLES = 1024


class DampedModes(layers.Layer):
    """Sum of exponentially decaying sinusoids behind one smooth onset gate: controls -> (batch, length).

    A decaying sinusoid at sample 128 i + j is the product of its values at 128 i and at j, so the whole bank
    is one small matrix product instead of a sine and an exponential for every sample of every mode. The
    lowest modes may bend in pitch over the first 93 ms, by a phase term of their own.
    """

    def __init__(self, length: int, peak_sample: int, rate_hz: float, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.length, self.peak_sample, self.rate_hz = length, peak_sample, rate_hz

    def get_config(self) -> dict[str, Any]:
        mine = {"length": self.length, "peak_sample": self.peak_sample, "rate_hz": self.rate_hz}
        return {**super().get_config(), **mine}

    def call(self, controls: dict[str, Tensor]) -> Tensor:
        frequency_hz, cosine, sine = controls["frequency_hz"], controls["cosine"], controls["sine"]
        pole = (-1.0 / controls["decay_s"], 2 * np.pi * frequency_hz)
        coarse = self._powers(pole, np.arange(0, self.length, BLOCK) - self.peak_sample)
        fine = self._powers(pole, np.arange(BLOCK))
        start = _multiply(coarse, (cosine[..., None], -sine[..., None]))
        straight = tuple(part[:, BENT_MODES:] for part in (*start, *fine))
        steady = self._outer_real(*straight)
        bent = tuple(part[:, :BENT_MODES] for part in (*start, *fine))
        return (steady + self._bend(bent, frequency_hz, controls["bend"])) * self._gate(
            controls["onset_s"], controls["width_s"]
        )

    def _powers(self, pole: tuple[Tensor, Tensor], samples: np.ndarray[Any, Any]) -> tuple[Tensor, Tensor]:
        seconds = (samples / self.rate_hz).astype("float32")
        size = ops.exp(pole[0][..., None] * seconds)
        return size * ops.cos(pole[1][..., None] * seconds), size * ops.sin(pole[1][..., None] * seconds)

    def _outer_real(self, start_re: Tensor, start_im: Tensor, fine_re: Tensor, fine_im: Tensor) -> Tensor:
        rows = ops.transpose(ops.concatenate([start_re, -start_im], axis=1), (0, 2, 1))
        return ops.reshape(ops.matmul(rows, ops.concatenate([fine_re, fine_im], axis=1)), (-1, self.length))

    def _bend(self, bent: tuple[Tensor, ...], frequency_hz: Tensor, bend: Tensor) -> Tensor:
        """Turn the phase of the lowest modes by 2 pi f b T / (p + 1) * (1 - (1 - t/T)^(p + 1)), constant
        after T.
        """
        cycles = (
            frequency_hz[:, :BENT_MODES]
            * bend[:, :BENT_MODES]
            * (BEND_SAMPLES / self.rate_hz / (BEND_POWER + 1))
        )
        left = np.clip(1 - (np.arange(BEND_SAMPLES) - self.peak_sample) / BEND_SAMPLES, 0, 1.2)
        turn = (1 - left ** (BEND_POWER + 1)).astype("float32")
        phase = 2 * np.pi * cycles[..., None] * turn
        end = 2 * np.pi * cycles[..., None]
        blocks = BEND_SAMPLES // BLOCK
        start = (bent[0], bent[1])
        early = _multiply(self._outer((start[0][..., :blocks], start[1][..., :blocks]), (bent[2], bent[3])),
                          (ops.cos(phase), ops.sin(phase)))  # fmt: skip
        late_start = _multiply((start[0][..., blocks:], start[1][..., blocks:]), (ops.cos(end), ops.sin(end)))
        late = self._outer(late_start, (bent[2], bent[3]))
        return ops.sum(ops.concatenate([early[0], late[0]], axis=-1), axis=1)

    @staticmethod
    def _outer(start: tuple[Tensor, Tensor], fine: tuple[Tensor, Tensor]) -> tuple[Tensor, Tensor]:
        modes, samples = start[0].shape[1], start[0].shape[2] * BLOCK
        product = _multiply(
            (start[0][..., None], start[1][..., None]), (fine[0][:, :, None], fine[1][:, :, None])
        )
        shape = (-1, modes, samples)
        return ops.reshape(product[0], shape), ops.reshape(product[1], shape)

    def _gate(self, onset_s: Tensor, width_s: Tensor) -> Tensor:
        seconds = ((np.arange(GATE_SAMPLES) - self.peak_sample) / self.rate_hz).astype("float32")
        rise = ops.sigmoid((seconds - onset_s) / width_s)
        return ops.concatenate(
            [rise, ops.ones_like(rise[:, :1]) * np.ones(self.length - GATE_SAMPLES, "float32")], axis=1
        )


def _multiply(a: tuple[Tensor, Tensor], b: tuple[Tensor, Tensor]) -> tuple[Tensor, Tensor]:
    return a[0] * b[0] - a[1] * b[1], a[0] * b[1] + a[1] * b[0]


class EnvelopeGains(layers.Layer):
    """Band gains for every frame from log gains at a few knots: (batch, bands * knots) -> (batch, frames,
    bands).

    Straight lines between knots in the logarithm, which is how a drum decays; see `envelope_knots`.
    """

    def __init__(self, frames: int, knots: int, bands: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.frames, self.knots, self.bands = frames, knots, bands
        self._lines = knot_interpolation(envelope_knots(knots, frames), frames)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "frames": self.frames, "knots": self.knots, "bands": self.bands}

    def call(self, log_gains: Tensor) -> Tensor:
        at_knots = ops.reshape(log_gains, (-1, self.bands, self.knots))
        return ops.exp(ops.transpose(ops.matmul(at_knots, self._lines), (0, 2, 1)))

    def at_knots(self, log_gains: FloatArray) -> FloatArray:
        """Least-squares fit of log gains by the knots: (n, frames, bands) -> (n, bands * knots)."""
        nearest = np.linalg.pinv(self._lines)
        return np.asarray(log_gains.transpose(0, 2, 1) @ nearest, np.float32).reshape(len(log_gains), -1)


class FilteredNoise(layers.Layer):
    """White noise shaped by band gains over time: gains (batch, frames, bands), spectrum -> (batch, length).

    A gain of one in every band leaves white noise of unit variance. `frames` is length / hop + 1.
    """

    def __init__(
        self, length: int, rate_hz: float, bands: int = 24, n_fft: int = 256, hop: int = 64, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.length, self.rate_hz, self.bands, self.n_fft, self.hop = length, rate_hz, bands, n_fft, hop
        self.frames = length // hop + 1
        interpolation = mel_interpolation(bands, n_fft, rate_hz)
        self._interpolation = np.concatenate([interpolation, interpolation], axis=1)
        self._synthesis = synthesis_matrix(n_fft, hop)

    def get_config(self) -> dict[str, Any]:
        names = ("length", "rate_hz", "bands", "n_fft", "hop")
        return {**super().get_config(), **{name: getattr(self, name) for name in names}}

    def call(self, gains: Tensor, spectrum: Tensor) -> Tensor:
        frames = ops.matmul(ops.matmul(gains, self._interpolation) * spectrum, self._synthesis)
        return self._overlap_add(frames)[:, self.n_fft // 2 : self.n_fft // 2 + self.length]

    def _overlap_add(self, frames: Tensor) -> Tensor:
        overlaps = self.n_fft // self.hop
        parts = ops.reshape(frames, (-1, self.frames, overlaps, self.hop))
        shifted = [ops.pad(parts[:, :, i], [[0, 0], [i, overlaps - 1 - i], [0, 0]]) for i in range(overlaps)]
        return ops.reshape(sum(shifted), (-1, (self.frames + overlaps - 1) * self.hop))


class NoiseSource(layers.Layer):
    """The noise spectra that excite `FilteredNoise`: a stored one for serving, new ones for training.

    Trained on one fixed noise, the gains would learn to compensate for its dips, so each step draws a new
    one.
    """

    def __init__(self, frames: int, n_fft: int = 256, hop: int = 64, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.frames, self.n_fft, self.hop = frames, n_fft, hop
        self._analysis = analysis_matrix(n_fft)
        self._stored = circular_noise_spectrum(frames, n_fft, hop, seed=0)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "frames": self.frames, "n_fft": self.n_fft, "hop": self.hop}

    def call(self, shift: Tensor) -> Tensor:
        """Stored noise rotated by `shift` frames, (batch, 1) int32: (batch, frames, 2 * bins)."""
        rows = ops.mod(shift + np.arange(self.frames, dtype="int32"), self.frames)
        return ops.take(ops.convert_to_tensor(self._stored), rows, axis=0)

    def fresh(self, batch: Tensor, seed: keras.random.SeedGenerator) -> Tensor:
        """Spectrum of newly drawn white noise of unit variance: (batch, frames, 2 * bins)."""
        blocks = keras.random.normal((batch, self.frames, self.hop), seed=seed)
        turns = [ops.roll(blocks, -i, axis=1) for i in range(self.n_fft // self.hop)]
        return ops.matmul(ops.concatenate(turns, axis=-1), self._analysis)


class Transient(layers.Layer):
    """Lays a short waveform, faded at both ends, into silence: (batch, n) -> (batch, length)."""

    def __init__(self, length: int, start: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.length, self.start = length, start

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "length": self.length, "start": self.start}

    def call(self, samples: Tensor) -> Tensor:
        count = samples.shape[1]
        window = _transient_window(count, rise=64, fall=count // 2)
        return ops.pad(samples * window, [[0, 0], [self.start, self.length - self.start - count]])


def _transient_window(count: int, rise: int, fall: int) -> np.ndarray[Any, np.dtype[np.float32]]:
    window = np.ones(count, "float32")
    window[:rise] = np.sin(np.linspace(0, np.pi / 2, rise)) ** 2
    window[-fall:] *= np.cos(np.linspace(0, np.pi / 2, fall)) ** 2
    return window
