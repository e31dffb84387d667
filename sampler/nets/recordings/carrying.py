"""Training models that read windows of recordings, and carry their states from window to window."""

from typing import Any

import keras
import numpy as np
from keras import ops

from sampler.nets.training_model import TrainingModel

Tensor = Any


class _Kept:
    """Hides variables from Keras, which would take them for weights and save them."""

    def __init__(self, shapes: list[tuple[int, ...]]) -> None:
        self.variables = [keras.Variable(np.zeros(shape, "float32"), trainable=False) for shape in shapes]


class CarryingModel(TrainingModel):
    """A training model of sequences.

    Input: "audio" (batch, context + length), float32 within -1 to 1, the last `length` samples of which are
    predicted; "begins" (batch, 1), 1 where a window begins a recording, else it goes on where the window
    before it in the same row ended. `context` and `length` are `context_samples` and `length_samples`.

    States of networks that remember are kept by row, for training and validation apart. They are no weights.
    """

    def __init__(
        self, context_samples: int, length_samples: int, means: tuple[str, ...], **kwargs: Any
    ) -> None:
        super().__init__(means, **kwargs)
        self.context_samples, self.length_samples = context_samples, length_samples
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

    def states(self, training: bool, begins: Tensor) -> list[Tensor]:
        """The states that the windows of a batch begin with; zeros where a recording begins."""
        kept = self._kept.get(bool(training))
        if kept is None:  # the model is called once to create its variables
            return [ops.zeros((ops.shape(begins)[0], *shape)) for shape in self.state_shapes]
        return [variable * (1 - begins) for variable in kept.variables]

    def keep(self, training: bool, after: list[Tensor]) -> None:
        """Keep the states with which the windows of a batch ended."""
        kept = self._kept.get(bool(training))
        if kept is not None:
            for variable, state in zip(kept.variables, after, strict=True):
                variable.assign(ops.stop_gradient(state))
