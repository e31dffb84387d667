"""WaveNet: stacks of gated, dilated causal convolutions with residual and skip connections.

van den Oord et al., "WaveNet: A Generative Model for Raw Audio" (2016).
"""

from typing import Any

import keras
from keras import ops

from sampler.nets.recordings.sequences import SequenceModel, row_lookup
from sampler.sequence.quantise import LEVELS

Tensor = Any


class Entry(keras.layers.Layer):
    """Codes (batch, n) and what is read of them (batch, n, 2) -> channels (batch, n, channels)."""

    def __init__(self, channels: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.channels = channels
        self.values = keras.layers.Dense(channels, use_bias=False, name="values")

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "channels": self.channels}

    def build(self, *shapes: Any) -> None:
        self.table = self.add_weight(name="table", shape=(LEVELS, self.channels), initializer="uniform")
        self.built = True

    def call(self, codes: Tensor, read: Tensor) -> Tensor:
        return self.values(read) + row_lookup(self.table, codes)


class GatedLayer(keras.layers.Layer):
    """A causal convolution over two samples `dilation` apart, gated; each output is shorter by `dilation`.

    (batch, n, channels) -> residual output (batch, n - dilation, channels) and what it adds to the skip
    connections, (batch, n - dilation, skip). Both taps are one product, and so are residual and skip.
    """

    def __init__(self, channels: int, skip: int, dilation: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.channels, self.skip, self.dilation = channels, skip, dilation
        self.gates = keras.layers.Dense(2 * channels, name="gates")
        self.leave = keras.layers.Dense(channels + skip, name="leave")

    def get_config(self) -> dict[str, Any]:
        names = ("channels", "skip", "dilation")
        return {**super().get_config(), **{name: getattr(self, name) for name in names}}

    def call(self, hidden: Tensor) -> tuple[Tensor, Tensor]:
        now = hidden[:, self.dilation :]
        taps = ops.concatenate([hidden[:, : -self.dilation], now], axis=-1)
        gates = self.gates(taps)
        gated = ops.tanh(gates[..., : self.channels]) * ops.sigmoid(gates[..., self.channels :])
        leaving = self.leave(gated)
        return now + leaving[..., : self.channels], leaving[..., self.channels :]


class WaveNet(SequenceModel):
    """`stacks` of layers with dilations 1, 2, 4 ..., then two dense layers on the sum of all skips."""

    def __init__(
        self,
        stacks: int,
        layers: int,
        channels: int,
        skip: int,
        hidden: int,
        *,
        length_samples: int,
        quantisation: str,
    ) -> None:
        dilations = dilations_of(stacks, layers)
        super().__init__(1 + sum(dilations), length_samples, quantisation)
        self.entry = Entry(channels, name="entry")
        self.gated = [
            GatedLayer(channels, skip, dilation, name=f"layer_{index}")
            for index, dilation in enumerate(dilations)
        ]
        self.hidden = keras.layers.Dense(hidden, activation="relu", name="hidden")
        self.logits = keras.layers.Dense(LEVELS, name="logits")

    def predict_codes(self, codes: Tensor, states: list[Tensor]) -> tuple[Tensor, list[Tensor]]:
        known, total = codes[:, :-1], 0.0
        hidden = self.entry(known, self.read(known))
        for layer in self.gated:
            hidden, skip = layer(hidden)
            total = total + skip[:, -self.length_samples :]
        return self.logits(self.hidden(ops.relu(total))), []


def dilations_of(stacks: int, layers: int) -> list[int]:
    """The dilation of every layer: powers of two, from 1 in each stack."""
    return [2**index for _ in range(stacks) for index in range(layers)]
