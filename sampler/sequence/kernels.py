"""Small pieces of networks, compiled by numba: products, gates, and drawing from a distribution.

numba's own product of arrays needs SciPy's BLAS; these products need nothing, and compile into their callers.
"""

import math
from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Codes = NDArray[np.int32]
Function = TypeVar("Function", bound=Callable[..., Any])
ROWS = 4
"""Rows of a product that are added in one pass over the sum."""


def compiled(function: Function) -> Function:
    """Compile a function on its first call, and keep the result on the disk."""
    made = numba.njit(cache=True, fastmath=True, nogil=True, error_model="numpy")(function)
    return cast(Function, made)


@compiled
def add_product(total: Floats, values: Floats, weights: Floats) -> None:
    """Add `values` (n,) times `weights` (n, m) to `total` (m,)."""
    count, width = weights.shape
    whole = count - count % ROWS
    for row in range(0, whole, ROWS):
        a, b, c, d = values[row], values[row + 1], values[row + 2], values[row + 3]
        first, second, third, fourth = weights[row], weights[row + 1], weights[row + 2], weights[row + 3]
        for column in range(width):
            total[column] += a * first[column] + b * second[column] + c * third[column] + d * fourth[column]
    for row in range(whole, count):
        value, only = values[row], weights[row]
        for column in range(width):
            total[column] += value * only[column]


@compiled
def rectify(values: Floats) -> None:
    """Set negative values (n,) to 0."""
    for index in range(len(values)):
        values[index] = max(values[index], np.float32(0))


@compiled
def sigmoid(value: float) -> float:
    """The logistic function."""
    return 1 / (1 + math.exp(-value))


@compiled
def soft_sign(value: Any) -> Any:
    """The hyperbolic tangent to seven digits, by operations that processors do on eight numbers at once.

    The continued fraction of Lambert (1768) for a quarter of the value, then twice the formula for a double
    argument.
    """
    bounded: Any = min(max(value, np.float32(-9)), np.float32(9))
    part = bounded * np.float32(0.25)
    square = part * part
    above = part * (np.float32(135135) + square * (np.float32(17325) + square * (np.float32(378) + square)))
    below = np.float32(135135) + square * (
        np.float32(62370) + square * (np.float32(3150) + square * np.float32(28))
    )
    half = np.float32(2) * above * below / (below * below + above * above)
    return np.float32(2) * half / (np.float32(1) + half * half)


@compiled
def gate(values: Floats) -> None:
    """Gate the first half of values (2 n,) by the second, in place: tanh times sigmoid."""
    half, width = np.float32(0.5), len(values) // 2
    for index in range(width):
        opened = half + half * soft_sign(half * values[width + index])
        values[index] = soft_sign(values[index]) * opened


@compiled
def gru_step(hidden: Floats, given: Floats, remembered: Floats) -> None:
    """Move `hidden` (n,) on: Cho et al. (2014), in the order and form of Keras's GRU with `reset_after`.

    `given` and `remembered` (3 n,) are the products of input and state, biases included.
    """
    width = len(hidden)
    for index in range(width):
        update = sigmoid(given[index] + remembered[index])
        reset = sigmoid(given[width + index] + remembered[width + index])
        proposed = math.tanh(given[2 * width + index] + reset * remembered[2 * width + index])
        hidden[index] = update * hidden[index] + (1 - update) * proposed


@compiled
def lstm_step(hidden: Floats, cell: Floats, gates: Floats) -> None:
    """Move `hidden` and `cell` (n,) on: Hochreiter and Schmidhuber (1997), gates (4 n,) in Keras's order."""
    width = len(hidden)
    for index in range(width):
        enter, forget = sigmoid(gates[index]), sigmoid(gates[width + index])
        proposed, leave = math.tanh(gates[2 * width + index]), sigmoid(gates[3 * width + index])
        cell[index] = forget * cell[index] + enter * proposed
        hidden[index] = leave * math.tanh(cell[index])


@compiled
def draw(logits: Floats, inverse_temperature: float, uniform: float) -> int:
    """The code that `uniform`, from 0 up to 1, falls on in the cumulative distribution of logits (n,).

    Overwrites `logits` with the weights of the codes.
    """
    largest = logits[0]
    for index in range(1, len(logits)):
        largest = max(largest, logits[index])
    total = np.float32(0)
    for index in range(len(logits)):
        weight = np.float32(math.exp((logits[index] - largest) * inverse_temperature))
        logits[index] = weight
        total += weight
    left = uniform * total
    for index in range(len(logits)):
        left -= logits[index]
        if left < 0:
            return index
    # rounding may leave a rest: the last code that can be drawn at all
    index = len(logits) - 1
    while logits[index] == 0:
        index -= 1
    return index


@compiled
def bits_of(logits: Floats, code: int) -> float:
    """The bits that `code` costs where the distribution has these logits (n,)."""
    largest = logits[0]
    for index in range(1, len(logits)):
        largest = max(largest, logits[index])
    total = 0.0
    for index in range(len(logits)):
        total += math.exp(logits[index] - largest)
    cost: float = (math.log(total) + largest - logits[code]) / math.log(2)
    return cost
