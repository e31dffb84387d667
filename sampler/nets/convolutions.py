"""One-dimensional convolutions along a waveform: strided, upsampling, and phase shuffle."""

from collections.abc import Sequence
from typing import Any

import keras
import numpy as np
from keras import layers, ops
from numpy.typing import NDArray

Tensor = Any
LEAK = 0.2


class UpsampledConvolution(layers.Layer):
    """Nearest-neighbour upsampling, then a convolution: (batch, n, channels) -> (batch, factor * n, filters).

    A transposed convolution would buzz at its stride (Odena et al., "Deconvolution and checkerboard
    artifacts", 2016). Repeated samples meet several taps of the kernel, so those taps are added up first and
    the convolution runs at the low rate: the same result for a quarter of the work.
    """

    def __init__(self, filters: int, kernel_size: int, factor: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.filters, self.kernel_size, self.factor = filters, kernel_size, factor
        self._folding = _folding(kernel_size, factor)

    def get_config(self) -> dict[str, Any]:
        mine = {"filters": self.filters, "kernel_size": self.kernel_size, "factor": self.factor}
        return {**super().get_config(), **mine}

    def build(self, input_shape: tuple[int, ...]) -> None:
        shape = (self.kernel_size, input_shape[-1], self.filters)
        self.kernel = self.add_weight(name="kernel", shape=shape, initializer="glorot_uniform")
        self.bias = self.add_weight(name="bias", shape=(self.filters,), initializer="zeros")

    def call(self, inputs: Tensor) -> Tensor:
        taps, channels = self._folding.shape[0], self.kernel.shape[1]
        folded = ops.matmul(
            self._folding.reshape(-1, self.kernel_size), ops.reshape(self.kernel, (self.kernel_size, -1))
        )
        phases = ops.reshape(folded, (taps, self.factor, channels, self.filters))
        kernel = ops.reshape(ops.transpose(phases, (0, 2, 1, 3)), (taps, channels, -1))
        made = ops.conv(inputs, kernel, padding="same")
        return ops.reshape(made, (-1, inputs.shape[1] * self.factor, self.filters)) + self.bias


def _folding(kernel_size: int, factor: int) -> NDArray[np.float32]:
    """Which taps of a kernel meet which sample of the low rate, 0 or 1: (low taps, phases, taps)."""
    reach = -(-(kernel_size // 2) // factor)
    phase, tap = np.meshgrid(np.arange(factor), np.arange(kernel_size), indexing="ij")
    met = (phase + tap - (kernel_size - 1) // 2) // factor
    return np.asarray(met == np.arange(-reach, reach + 1)[:, None, None], np.float32)


class PhaseShuffle(layers.Layer):
    """In training, moves every sound by up to `reach` samples, mirrored at its ends: (batch, n, channels).

    Without it, a critic can tell generated sounds by the phase of their upsampling artefacts. Donahue et al.
    (2019).
    """

    def __init__(self, reach: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.reach, self.seeds = reach, keras.random.SeedGenerator()

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "reach": self.reach}

    def call(self, inputs: Tensor, training: bool = False) -> Tensor:
        if not training or not self.reach:
            return inputs
        length, low = inputs.shape[1], -self.reach
        shape = (ops.shape(inputs)[0], 1)
        moves = keras.random.randint(shape, low, self.reach + 1, dtype="int32", seed=self.seeds)
        wanted = ops.abs(np.arange(length, dtype="int32") + moves)
        mirrored = length - 1 - ops.abs(length - 1 - wanted)
        return ops.take_along_axis(inputs, mirrored[..., None], axis=1)


def strided_waveform_convolutions(
    audio: Tensor, channels: Sequence[int], kernel_size: int, stride: int, shuffle: int = 0
) -> Tensor:
    """Convolutions with leaky ReLU, each `stride` times shorter, flattened: (batch, samples) -> (batch, n).

    With `shuffle`, all but the last are followed by a phase shuffle of that reach.
    """
    hidden = layers.Reshape((-1, 1))(audio)
    for index, width in enumerate(channels):
        hidden = layers.Conv1D(width, kernel_size, strides=stride, padding="same")(hidden)
        hidden = layers.LeakyReLU(LEAK)(hidden)
        if shuffle and index < len(channels) - 1:
            hidden = PhaseShuffle(shuffle)(hidden)
    return layers.Flatten()(hidden)


def upsampled_waveform(
    hidden: Tensor,
    channels: Sequence[int],
    kernel_size: int,
    stride: int,
    length: int,
    transposed: bool = False,
) -> Tensor:
    """A dense layer, then one upsampling for each of `channels` to a waveform: (batch, n) -> (batch, length).

    Leaky ReLU before every upsampling; the last is linear. `length` must be a multiple of stride ** layers.
    """
    start = length // stride ** len(channels)
    hidden = layers.Reshape((start, channels[0]))(layers.Dense(start * channels[0])(hidden))
    for width in (*channels[1:], 1):
        hidden = layers.LeakyReLU(LEAK)(hidden)
        up = layers.Conv1DTranspose(width, kernel_size, strides=stride, padding="same")
        hidden = (up if transposed else UpsampledConvolution(width, kernel_size, stride))(hidden)
    return layers.Reshape((length,))(hidden)
