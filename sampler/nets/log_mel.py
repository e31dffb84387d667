"""The log-mel image of `sampler.analysis.features`, of sounds that a network has just made."""

from typing import Any

from keras import ops

from sampler.nets.losses import POWER_TO_DB, mel_power

Tensor = Any


def log_mel_image(audio: Tensor) -> Tensor:
    """(batch, samples) -> (batch, frames, 64, 1): log-mel below its own loudest, 0 to -80 dB as 1 to -1."""
    decibels = POWER_TO_DB * ops.log(mel_power(audio) + 1e-10)
    decibels -= ops.max(decibels, axis=(1, 2), keepdims=True)
    return (ops.maximum(decibels, -80) / 40 + 1)[..., None]
