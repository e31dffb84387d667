"""SampleRNN: recurrent networks on frames of two sizes, and a small network on the last samples.

Mehri et al., "SampleRNN: An Unconditional End-to-End Neural Audio Generation Model" (2017); the sizes of
the preset `samplernn` are those of PRiSM's public implementation.
"""

from typing import Any

import keras
from keras import ops

from sampler.nets.recordings.sequences import SequenceModel, row_lookup
from sampler.sequence.quantise import LEVELS

Tensor = Any
EMBEDDED = 2
"""The sample tier knows the codes of this many last samples by heart."""


class FrameTier(keras.layers.Layer):
    """Frames (batch, n, in) -> a vector for each part of the frame that follows: (batch, n * parts, out).

    `cell` is "gru" or "lstm". With `skip` the output is the sum of what all layers give, each by its own
    weights.
    """

    def __init__(
        self, width: int, parts: int, out: int, cell: str, layers: int, skip: bool, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.width, self.parts, self.out = width, parts, out
        self.cell, self.layers, self.skip = cell, layers, skip
        self.project = keras.layers.Dense(width, name="project")
        kind = {"gru": keras.layers.GRU, "lstm": keras.layers.LSTM}[cell]
        self.cells = [
            kind(width, return_sequences=True, return_state=True, name=f"cell_{index}")
            for index in range(layers)
        ]
        self.skips = [
            keras.layers.Dense(width, use_bias=False, name=f"skip_{index}") for index in range(layers * skip)
        ]
        self.upsample = keras.layers.Dense(parts * out, name="upsample")

    def get_config(self) -> dict[str, Any]:
        names = ("width", "parts", "out", "cell", "layers", "skip")
        return {**super().get_config(), **{name: getattr(self, name) for name in names}}

    @property
    def states_per_layer(self) -> int:
        return 2 if self.cell == "lstm" else 1

    def call(
        self, frames: Tensor, condition: Tensor | None, states: list[Tensor]
    ) -> tuple[Tensor, list[Tensor]]:
        hidden, after, given = self.project(frames), [], []
        hidden = hidden if condition is None else hidden + condition
        for index, cell in enumerate(self.cells):
            first = index * self.states_per_layer
            hidden, *state = cell(hidden, initial_state=states[first : first + self.states_per_layer])
            after += state
            given.append(self.skips[index](hidden) if self.skips else hidden)
        summed = sum(given[1:], given[0]) if self.skips else given[-1]
        batch, count = ops.shape(frames)[0], frames.shape[1]
        return ops.reshape(self.upsample(summed), (batch, count * self.parts, self.out)), after


class SampleTier(keras.layers.Layer):
    """Codes of the last samples and a condition -> logits of the next code.

    `reads` is "window": the last samples, companded and as they are, through one dense layer, and the codes
    of the last two by tables; or "embedding": a table of all codes, then a convolution over the last samples.
    """

    def __init__(
        self, frame: int, width: int, hidden: int, reads: str, embedding: int, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        if reads not in {"window", "embedding"}:
            raise ValueError(f"reads is window or embedding, not {reads}")
        self.frame, self.width, self.reads, self.embedding = frame, width, reads, embedding
        self.window = keras.layers.Conv1D(width, frame, use_bias=False, name="window")
        self.hidden = keras.layers.Dense(hidden, activation="relu", name="hidden")
        self.logits = keras.layers.Dense(LEVELS, name="logits")

    def get_config(self) -> dict[str, Any]:
        mine = {"frame": self.frame, "width": self.width, "hidden": self.hidden.units}
        return {**super().get_config(), **mine, "reads": self.reads, "embedding": self.embedding}

    def build(self, *shapes: Any) -> None:
        is_window = self.reads == "window"
        size, count = (self.width, EMBEDDED) if is_window else (self.embedding, 1)
        self.tables = [
            self.add_weight(name=f"table_{index}", shape=(LEVELS, size), initializer="uniform")
            for index in range(count)
        ]
        self.built = True

    def call(self, codes: Tensor, read: Tensor, condition: Tensor) -> Tensor:
        """Codes (batch, frame - 1 + n), `read` (batch, frame - 1 + n, 2), condition (batch, n, width) ->
        (batch, n, 256).
        """
        if self.reads == "window":
            count = condition.shape[1]
            known = [
                row_lookup(table, codes[:, self.frame - 1 - back : self.frame - 1 - back + count])
                for back, table in enumerate(self.tables)
            ]
            last = self.window(read) + known[0] + known[1]
        else:
            last = self.window(row_lookup(self.tables[0], codes))
        return self.logits(self.hidden(ops.relu(last + condition)))


class SampleRNN(SequenceModel):
    """Three tiers: frames of `frames[1]` samples, of `frames[0]`, and single samples."""

    def __init__(
        self,
        frames: tuple[int, int],
        width: int,
        sample_width: int,
        hidden: int,
        *,
        length_samples: int,
        quantisation: str,
        cell: str,
        layers: int,
        skip: bool,
        reads: str,
        embedding: int,
    ) -> None:
        small, large = frames
        super().__init__(large, length_samples, quantisation)
        self.frames, self.width, self.layers_each = frames, width, layers
        kind: dict[str, Any] = {"cell": cell, "layers": layers, "skip": skip}
        self.top = FrameTier(width, large // small, width, **kind, name="top")
        self.middle = FrameTier(width, small, sample_width, **kind, name="middle")
        self.bottom = SampleTier(small, sample_width, hidden, reads=reads, embedding=embedding, name="bottom")

    @property
    def state_shapes(self) -> list[tuple[int, ...]]:
        return [(self.width,)] * (2 * self.layers_each * self.top.states_per_layer)

    def predict_codes(self, codes: Tensor, states: list[Tensor]) -> tuple[Tensor, list[Tensor]]:
        small, large = self.frames
        read, half = self.read(codes), len(states) // 2
        condition, of_top = self.top(self._framed(read, large), None, states[:half])
        condition, of_middle = self.middle(self._framed(read, small), condition, states[half:])
        first = large - small
        logits = self.bottom(codes[:, first:-1], read[:, first:-1], condition)
        return logits, [*of_top, *of_middle]

    def _framed(self, read: Tensor, frame: int) -> Tensor:
        """The frame before each frame that is predicted: (batch, length / frame, 2 * frame)."""
        start = self.frames[1] - frame
        part = read[:, start : start + self.length_samples]
        return ops.reshape(part, (ops.shape(read)[0], self.length_samples // frame, 2 * frame))
