"""What the training models of sequences share: codes of samples, states that are carried over, bits."""

import math
from typing import Any

import keras
import numpy as np
from keras import ops

from sampler.nets.training_model import TrainingModel
from sampler.sequence.quantise import LEVELS, LINEAR_GAIN, MU, companded_values, linear_values

Tensor = Any


class _Kept:
    """Hides variables from Keras, which would take them for weights and save them."""

    def __init__(self, shapes: list[tuple[int, ...]]) -> None:
        self.variables = [keras.Variable(np.zeros(shape, "float32"), trainable=False) for shape in shapes]


class SequenceModel(TrainingModel):
    """A training model that predicts each next sample of its input.

    Input: "audio" (batch, context + length), float32 within -1 to 1, the last `length` samples of which are
    predicted; "begins" (batch, 1), 1 where a window begins a recording, else it goes on where the window
    before it in the same row ended. `context` and `length` are `context_samples` and `length_samples`.

    States of networks that remember are kept by row, for training and validation apart. They are no weights.
    """

    def __init__(
        self, context_samples: int, length_samples: int, quantisation: str = "mu-law", **kwargs: Any
    ) -> None:
        super().__init__(("bits",), **kwargs)
        self.context_samples, self.length_samples = context_samples, length_samples
        self._is_mu_law = quantisation == "mu-law"
        self._values = np.stack(
            [companded_values(), LINEAR_GAIN * linear_values(quantisation)], axis=1
        ).astype(np.float32)
        self._kept: dict[bool, _Kept] = {}

    @property
    def state_shapes(self) -> list[tuple[int, ...]]:
        """Shapes of one row of each state; none for a network that remembers nothing."""
        return []

    @property
    def served_variables(self) -> list[Any]:
        return list(self.trainable_variables)

    def create_variables(self) -> None:
        window = ops.zeros((1, self.context_samples + self.length_samples))
        self({"audio": window, "begins": ops.ones((1, 1))}, training=False)

    def begin(self, batch_size: int) -> None:
        """Make room for the states of `batch_size` rows."""
        shapes = [(batch_size, *shape) for shape in self.state_shapes]
        self._kept = {training: _Kept(shapes) for training in (False, True)}

    def codes(self, audio: Tensor) -> Tensor:
        """Codes from 0 to 255 of samples (batch, n): int32 (batch, n)."""
        spread = (
            ops.sign(audio) * ops.log1p(MU * ops.abs(audio)) / math.log1p(MU) if self._is_mu_law else audio
        )
        return ops.cast(ops.clip(ops.floor((spread + 1) / 2 * LEVELS), 0, LEVELS - 1), "int32")

    def read(self, codes: Tensor) -> Tensor:
        """What a network reads of codes (batch, n): (batch, n, 2)."""
        return ops.take(self._values, codes, axis=0)

    def predict_codes(self, codes: Tensor, states: list[Tensor]) -> tuple[Tensor, list[Tensor]]:
        """Logits (batch, length, 256) of the last `length` of codes (batch, context + length), and the states
        after them.
        """
        raise NotImplementedError

    def call(self, inputs: dict[str, Tensor], training: bool = False) -> dict[str, Tensor]:
        codes = self.codes(inputs["audio"])
        kept = self._kept.get(bool(training))
        logits, after = self.predict_codes(codes, self._states(kept, inputs["begins"]))
        if kept is not None:
            for variable, state in zip(kept.variables, after, strict=True):
                variable.assign(ops.stop_gradient(state))
        return {"logits": logits, "codes": codes[:, -self.length_samples :]}

    def _states(self, kept: _Kept | None, begins: Tensor) -> list[Tensor]:
        if kept is None:  # the model is called once to create its variables
            return [ops.zeros((ops.shape(begins)[0], *shape)) for shape in self.state_shapes]
        return [variable * (1 - begins) for variable in kept.variables]

    def compute_loss(
        self,
        x: Any = None,
        y: Any = None,
        y_pred: Any = None,
        sample_weight: Any = None,
        training: bool = True,
    ) -> Tensor:
        loss = ops.mean(
            keras.losses.sparse_categorical_crossentropy(y_pred["codes"], y_pred["logits"], from_logits=True)
        )
        self.record(training, loss=loss, bits=loss / math.log(2))
        return loss


def row_lookup(table: Tensor, codes: Tensor) -> Tensor:
    """Rows of a trained table (256, width) by codes (...): (..., width).

    The product makes the gradient dense, which the optimiser needs.
    """
    return ops.take(table * 1.0, codes, axis=0)
