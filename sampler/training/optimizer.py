"""The optimiser of every training: a step whose gradient is not finite changes nothing and is counted."""

from typing import Any

import keras
from keras import ops

Tensor = Any


class _Count:
    """Holds a variable that Keras must not take for part of the optimiser's state."""

    def __init__(self) -> None:
        self.variable = keras.Variable(0, dtype="int32", trainable=False, name="skipped")


class GuardedAdam(keras.optimizers.Adam):
    """Adam that decides inside the compiled step; `skipped` counts, and is no part of what is saved.

    `rate_factor` is how much faster than its model's learning rate it learns.
    """

    def __init__(self, *args: Any, rate_factor: float = 1.0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rate_factor = rate_factor
        self._count = _Count()

    @property
    def skipped(self) -> keras.Variable:
        """How many steps changed nothing."""
        return self._count.variable

    def apply(self, grads: list[Tensor], trainable_variables: Any = None) -> None:
        """Update the variables, unless one number of one gradient is not finite."""
        # one number that is not finite makes the sum so: one pass, and nothing to keep
        finite = ops.isfinite(sum(ops.sum(grad) for grad in grads if grad is not None))
        ops.cond(finite, lambda: self._update(grads, trainable_variables), self._skip)

    def _update(self, grads: list[Tensor], trainable_variables: Any) -> None:
        super().apply(grads, trainable_variables)

    def _skip(self) -> None:
        self.skipped.assign_add(1)
