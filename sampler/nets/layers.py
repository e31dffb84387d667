"""Small stacks of Keras layers that several families are built from."""

from collections.abc import Sequence
from typing import Any

import keras
from keras import layers

Tensor = Any


def dense_stack(hidden: Tensor, units: Sequence[int], activation: str) -> Tensor:
    """Dense layers one after another: (batch, n) -> (batch, units[-1])."""
    for width in units:
        hidden = layers.Dense(width, activation=activation)(hidden)
    return hidden


def strided_convolutions(image: Tensor, filters: Sequence[int]) -> Tensor:
    """3x3 convolutions that halve both sides each, flattened: (batch, h, w, c) -> (batch, n)."""
    for width in filters:
        image = layers.Conv2D(width, 3, strides=2, padding="same", activation="silu")(image)
    return layers.Flatten()(image)


def gaussian_heads(hidden: Tensor, size: int, log_variance_start: float = -2.0) -> tuple[Tensor, Tensor]:
    """Mean and log-variance of a diagonal Gaussian, each (batch, size), starting narrow around zero."""
    mean = layers.Dense(size, name="mean")(hidden)
    start = keras.initializers.Constant(log_variance_start)
    log_variance = layers.Dense(
        size, kernel_initializer="zeros", bias_initializer=start, name="log_variance"
    )(hidden)
    return mean, log_variance
