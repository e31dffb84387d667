"""The optimiser of every training: a step whose gradient is not finite changes nothing and is counted."""

from typing import TYPE_CHECKING, Any

import keras
from keras import ops

if TYPE_CHECKING:
    from sampler.nets.training_model import TrainingModel

Tensor = Any
STEPS_PER_CALL = 10


def compile_model(model: "TrainingModel", optimizer: "GuardedAdam", *, xla: bool = False) -> None:
    """Compile a model so that one call of its compiled graph takes `STEPS_PER_CALL` steps.

    `xla` compiles the graph with XLA, which takes half a minute and makes most of these small graphs slower.
    """
    model.compile(optimizer=optimizer, steps_per_execution=STEPS_PER_CALL, jit_compile=xla)


class _Count:
    """Hides a variable from Keras, which would take it for part of the optimiser's state and save it."""

    def __init__(self) -> None:
        self.variable = keras.Variable(0, dtype="int32", trainable=False, name="skipped")


class GuardedAdam(keras.optimizers.Adam):
    """Adam that skips a step, inside the compiled graph, whose gradient is not finite.

    `skipped` counts the skipped steps and is not saved. The learning rate of this optimiser is `rate_factor`
    times that of its training.
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
        # the sum of all numbers is finite only if each is: one pass over the gradients and no copy
        finite = ops.isfinite(sum(ops.sum(grad) for grad in grads if grad is not None))
        ops.cond(finite, lambda: self._update(grads, trainable_variables), self._skip)

    def _update(self, grads: list[Tensor], trainable_variables: Any) -> None:
        super().apply(grads, trainable_variables)

    def update_step(self, gradient: Tensor, variable: Any, learning_rate: Tensor) -> None:
        """Adam's step on one variable (Kingma and Ba, 2015), by TensorFlow's fused kernel where there is one.

        The kernel takes 10 ms for six million weights, Keras's ten operations take 26 ms.
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
