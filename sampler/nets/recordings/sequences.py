"""What the training models share that predict codes of samples: the codes, and bits."""

import math
from typing import Any

import keras
import numpy as np
from keras import ops

from sampler.nets.recordings.carrying import CarryingModel
from sampler.sequence.quantise import LEVELS, LINEAR_GAIN, MU, companded_values, linear_values

Tensor = Any


class SequenceModel(CarryingModel):
    """A training model that predicts the code of each next sample of its input."""

    def __init__(
        self, context_samples: int, length_samples: int, quantisation: str = "mu-law", **kwargs: Any
    ) -> None:
        super().__init__(context_samples, length_samples, ("bits",), **kwargs)
        self._is_mu_law = quantisation == "mu-law"
        self._values = np.stack(
            [companded_values(), LINEAR_GAIN * linear_values(quantisation)], axis=1
        ).astype(np.float32)

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
        logits, after = self.predict_codes(codes, self.states(training, inputs["begins"]))
        self.keep(training, after)
        return {"logits": logits, "codes": codes[:, -self.length_samples :]}

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
