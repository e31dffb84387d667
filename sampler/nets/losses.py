"""Reconstruction and regularisation losses. Every docstring states the reduction, which weights depend on."""

from collections.abc import Callable
from typing import Any

import keras
import numpy as np
from keras import ops

from sampler.analysis.spectra import MEL_N_FFT, MRSTFT_N_FFT, frame_weights, mel_matrix
from sampler.nets.spectral import periodic_hann

Tensor = Any
Distance = Callable[[Tensor, Tensor], Tensor]
"""A distance of sounds: made (batch, length), real (batch, length) -> (batch,)."""

OVERLAP = 2
"""Consecutive frames of a loss start half a frame apart; a quarter apart, they would cost twice as much."""

POWER_TO_DB = 10 / 2.302585092994046


def frame_power(audio: Tensor, n_fft: int, overlap: int = 4) -> Tensor:
    """Power of Hann frames, n_fft / overlap apart: (batch, samples) -> (batch, frames, bins), float32."""
    hop = n_fft // overlap
    padded = ops.pad(audio, [[0, 0], [n_fft // 2, n_fft // 2]])
    blocks = ops.reshape(padded, (-1, audio.shape[1] // hop + overlap, hop))
    count = audio.shape[1] // hop + 1
    frames = ops.concatenate([blocks[:, i : i + count] for i in range(overlap)], axis=-1)
    return _spectral_power(frames * ops.convert_to_tensor(periodic_hann(n_fft), "float32"))


def mel_power(audio: Tensor, overlap: int = 4) -> Tensor:
    """Mean power of mel bands, frames as in `frame_power`: (batch, samples) -> (batch, frames, 64)."""
    return ops.matmul(frame_power(audio, MEL_N_FFT, overlap), mel_matrix())


@ops.custom_gradient
def _spectral_power(frames: Tensor) -> tuple[Tensor, Callable[..., Tensor]]:
    """Squared magnitudes of a real DFT over the last axis; its gradient is one inverse real DFT.

    TensorFlow's own gradient of `rfft` takes a complex transform of twice the size.
    """
    real, imaginary = ops.rfft(frames)
    n_fft = frames.shape[-1]
    # the spectrum of a real signal holds each bin twice, except the first and the last
    weights = np.full(n_fft // 2 + 1, n_fft, "float32")
    weights[[0, -1]] *= 2

    def gradient(*arguments: Tensor, upstream: Tensor = None) -> Tensor:
        scale = weights * (arguments[0] if upstream is None else upstream)
        return ops.irfft((scale * real, scale * imaginary), n_fft)

    return ops.square(real) + ops.square(imaginary), gradient


def spectral_distance(
    made: Tensor,
    real: Tensor,
    *,
    late_weight: float = 1.0,
    magnitude_weight: float = 2.0,
    mel_weight: float = 0.0,
) -> Tensor:
    """Multi-resolution spectral loss of sounds (batch, length): (batch,).

    The sum of the mean absolute dB difference, `magnitude_weight` times the relative magnitude error, and
    `mel_weight` times the mean absolute dB difference of log-mel images. Each is averaged over bins, frames
    and resolutions. In the dB differences, frames after the first 0.37 s have the weight `late_weight`,
    earlier ones the weight 1. Both spectra are floored 80 dB below the loudest bin of `real`, so that
    inaudible differences cost nothing. After Yamamoto et al., "Parallel WaveGAN" (2020), in dB.
    """
    distances = (_distance_at(made, real, n_fft, late_weight, magnitude_weight) for n_fft in MRSTFT_N_FFT)
    spectral = sum(distances) / len(MRSTFT_N_FFT)
    return spectral + mel_weight * _mel_distance(made, real, late_weight) if mel_weight else spectral


def _distance_at(
    made: Tensor, real: Tensor, n_fft: int, late_weight: float, magnitude_weight: float
) -> Tensor:
    powers = _floored(*(frame_power(sounds, n_fft, OVERLAP) for sounds in (made, real)))
    made_magnitude, real_magnitude = (ops.sqrt(power) for power in powers)
    error = ops.sum(ops.abs(made_magnitude - real_magnitude), axis=(1, 2))
    relative = error / ops.sum(real_magnitude, axis=(1, 2))
    return _decibels_apart(*powers, made.shape[1], late_weight) + magnitude_weight * relative


def _mel_distance(made: Tensor, real: Tensor, late_weight: float) -> Tensor:
    powers = _floored(*(mel_power(sounds, OVERLAP) for sounds in (made, real)))
    return _decibels_apart(*powers, made.shape[1], late_weight)


def _decibels_apart(made_power: Tensor, real_power: Tensor, length: int, late_weight: float) -> Tensor:
    """Mean absolute difference of floored powers (batch, frames, bins) over `length` samples: (batch,) dB."""
    decibels = POWER_TO_DB * ops.abs(ops.log(made_power) - ops.log(real_power))
    weights = frame_weights(decibels.shape[1], length, late_weight)
    return ops.mean(decibels * weights[:, None], axis=(1, 2))


def _floored(made_power: Tensor, real_power: Tensor) -> tuple[Tensor, Tensor]:
    """Both powers plus a floor 80 dB below the loudest bin of the real one.

    The floor keeps the gradients of logarithms and roots finite at silence.
    """
    floor = 1e-8 * ops.max(real_power, axis=(1, 2), keepdims=True) + 1e-12
    return made_power + floor, real_power + floor


def squared_error(made: Tensor, real: Tensor) -> Tensor:
    """Mean squared difference of samples: (batch,)."""
    return ops.mean(ops.square(made - real), axis=1)


def onset_distance(made: Tensor, real: Tensor, samples: int = 2048) -> Tensor:
    """Mean absolute error of the first `samples`, as a share of the mean level of `real` there: (batch,)."""
    made, real = made[:, :samples], real[:, :samples]
    return ops.mean(ops.abs(made - real), axis=1) / (ops.mean(ops.abs(real), axis=1) + 1e-4)


def spectral_and_onset_distance(onset_weight: float, **spectral: float) -> Distance:
    """`spectral_distance` with the weights `spectral`, plus `onset_weight` times `onset_distance`."""

    def distance(made: Tensor, real: Tensor) -> Tensor:
        return spectral_distance(made, real, **spectral) + onset_weight * onset_distance(made, real)

    return distance


def kl_to_standard_normal(mean: Tensor, log_variance: Tensor) -> Tensor:
    """KL divergence of a diagonal Gaussian from N(0, 1) in nats, per dimension: (batch, dimensions).

    Kingma and Welling (2014). Callers sum over dimensions and average over the batch.
    """
    return 0.5 * (ops.square(mean) + ops.exp(log_variance) - log_variance - 1)


def draw_gaussian(mean: Tensor, log_variance: Tensor, seed: keras.random.SeedGenerator) -> Tensor:
    """Reparameterised draw from N(mean, exp(log_variance)), shaped like `mean`."""
    return mean + ops.exp(0.5 * log_variance) * keras.random.normal(ops.shape(mean), seed=seed)
