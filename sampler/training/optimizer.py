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

    def update_step(self, gradient: Tensor, variable: Any, learning_rate: Tensor) -> None:
        """Adam's step on one variable (Kingma and Ba, 2015). TensorFlow has a kernel that reads and writes
        everything once: 10 ms for six million weights, which take Keras's ten operations 26 ms.
        """
        if keras.backend.backend() != "tensorflow":
            super().update_step(gradient, variable, learning_rate)
            return
        from tensorflow import raw_ops

        index, steps = self._get_variable_index(variable), ops.cast(self.iterations + 1, "float32")
        raw_ops.ResourceApplyAdam(
            var=variable.handle,
            m=self._momentums[index].value.handle,
            v=self._velocities[index].value.handle,
            beta1_power=ops.power(self.beta_1, steps),
            beta2_power=ops.power(self.beta_2, steps),
            lr=learning_rate,
            beta1=self.beta_1,
            beta2=self.beta_2,
            epsilon=self.epsilon,
            grad=gradient,
        )

    def _skip(self) -> None:
        self.skipped.assign_add(1)
