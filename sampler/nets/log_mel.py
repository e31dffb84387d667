"""The log-mel image of `sampler.features`, of sounds that a network has just made."""

from typing import Any

from keras import ops

from sampler.audio.analyse import MEL_N_FFT, mel_matrix
from sampler.nets.losses import frame_power

Tensor = Any
_POWER_TO_DB = 10 / 2.302585092994046


def log_mel_image(audio: Tensor) -> Tensor:
    """(batch, samples) -> (batch, frames, 64, 1): log-mel below its own loudest, 0 to -80 dB as 1 to -1."""
    power = ops.matmul(frame_power(audio, MEL_N_FFT), mel_matrix())
    decibels = _POWER_TO_DB * ops.log(power + 1e-10)
    decibels -= ops.max(decibels, axis=(1, 2), keepdims=True)
    return (ops.maximum(decibels, -80) / 40 + 1)[..., None]
