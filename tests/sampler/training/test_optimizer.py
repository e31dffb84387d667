"""The guarded optimiser moves weights as Keras's own Adam does."""

import keras
import numpy as np
import pytest
from numpy.typing import NDArray

from sampler.steps.guarded_adam import GuardedAdam

Floats = NDArray[np.float32]
STEPS = 20


def moved_by(optimizer: keras.optimizers.Adam) -> list[Floats]:
    """Two variables after some steps, and the optimiser's own."""
    rng = np.random.default_rng(0)
    variables = [keras.Variable(rng.standard_normal(shape).astype("f4")) for shape in ((5, 3), (3,))]
    optimizer.build(variables)
    for _ in range(STEPS):
        grads = [
            keras.ops.convert_to_tensor(rng.standard_normal(one.shape).astype("f4")) for one in variables
        ]
        optimizer.apply(grads, variables)
    return [np.asarray(one) for one in [*variables, *optimizer.variables]]


@pytest.mark.parametrize("settings", [{}, {"clipnorm": 0.5}, {"beta_1": 0.5, "beta_2": 0.9}])
def test_it_is_adam(settings: dict[str, float]) -> None:
    expected = moved_by(keras.optimizers.Adam(0.01, **settings))
    found = moved_by(GuardedAdam(0.01, **settings))
    assert len(found) == len(expected) == 8  # two weights, steps, rate, and two moments of each weight
    for a, b in zip(found, expected, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-4, atol=1e-6)
