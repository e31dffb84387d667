"""WaveNet played sample by sample: every layer keeps what it needs of its past in a ring.

Paine et al., "Fast Wavenet Generation Algorithm" (2016).
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sampler.sequence.kernels import (
    Codes,
    Floats,
    add_product,
    bits_of,
    compiled,
    draw,
    gate,
    rectify,
)
from sampler.sequence.quantise import LINEAR_GAIN, SILENT_CODE, companded_values, encode, linear_values

BLOCK_SAMPLES = 64
NO_NUMBERS, NO_CODES = np.zeros(0, np.float32), np.zeros(0, np.int32)


class Weights(NamedTuple):
    """The weights of all layers, stacked. `table` (256, channels) holds what enters for each code."""

    table: Floats
    dilations: NDArray[np.int64]
    gates: Floats
    gates_bias: Floats
    leave: Floats
    leave_bias: Floats
    hidden: Floats
    hidden_bias: Floats
    logits: Floats
    logits_bias: Floats


class State(NamedTuple):
    """Where a tape is: the last code and the samples so far, (2,), and the rings of all layers in a row."""

    now: NDArray[np.int64]
    rings: Floats


class WaveNetLoop:
    """Plays a WaveNet."""

    block_samples = BLOCK_SAMPLES
    numbers_per_block = BLOCK_SAMPLES

    def __init__(self, hyper: Mapping[str, Any], weights: Mapping[str, Floats]) -> None:
        """Take the hyper-parameters and the weights by the names of `sampler.nets.recordings.wavenet`."""
        self._quantisation = hyper["quantisation"]
        self._weights = _stacked(hyper, weights)
        self._linear = linear_values(self._quantisation)
        self._silent = self._after_silence()

    def start(self) -> State:
        """The state before the first sample: silence has gone before."""
        return State(self._silent.now.copy(), self._silent.rings.copy())

    def play(self, state: State, uniforms: Floats, temperature: float) -> Floats:
        """The next block, see `sampler.sequence.loop.Loop`."""
        codes = self._run(state, BLOCK_SAMPLES, 1 / temperature, uniforms=uniforms)
        return self._linear[codes]

    def hear(self, state: State, samples: Floats) -> None:
        """Bring the state to where it would be after `samples`, see `sampler.sequence.loop.Loop`."""
        self._run(state, len(samples), given=encode(samples, self._quantisation))

    def cost(self, state: State, samples: Floats) -> Floats:
        """Bits that each of the samples costs, see `sampler.sequence.loop.CodeLoop`."""
        costs = np.empty(len(samples), np.float32)
        self._run(state, len(samples), given=encode(samples, self._quantisation), costs=costs)
        return costs

    def _run(
        self,
        state: State,
        count: int,
        inverse_temperature: float = 1.0,
        *,
        uniforms: Floats = NO_NUMBERS,
        given: Codes = NO_CODES,
        costs: Floats = NO_NUMBERS,
    ) -> Codes:
        codes = np.empty(count, np.int32)
        sharpness: Any = np.float32(inverse_temperature)  # numba compiles once for each type
        _block(self._weights, state, codes, sharpness, uniforms, given, costs)
        return codes

    def _after_silence(self) -> State:
        """The state after silence as long as anything is remembered."""
        steps, channels = int(self._weights.dilations.sum()), self._weights.table.shape[1]
        state = State(np.array([SILENT_CODE, 0]), np.zeros((steps, channels), np.float32))
        self._run(state, steps, given=np.full(steps, SILENT_CODE, np.int32))
        return state


def _stacked(hyper: Mapping[str, Any], weights: Mapping[str, Floats]) -> Weights:
    count = hyper["stacks"] * hyper["layers"]

    def of_layers(part: str) -> Floats:
        return _single(np.stack([weights[f"layer_{layer}/{part}"] for layer in range(count)]))

    linear = LINEAR_GAIN * linear_values(hyper["quantisation"])
    read = np.stack([companded_values(), linear], axis=1)
    names = ("hidden/kernel", "hidden/bias", "logits/kernel", "logits/bias")
    return Weights(
        _single(weights["entry/table"] + read @ weights["entry/values/kernel"]),
        np.array([2 ** (layer % hyper["layers"]) for layer in range(count)]),
        of_layers("gates/kernel"),
        of_layers("gates/bias"),
        of_layers("leave/kernel"),
        of_layers("leave/bias"),
        *(_single(weights[name]) for name in names),
    )


def _single(array: NDArray[Any]) -> Floats:
    return np.ascontiguousarray(array, np.float32)


@compiled
def _skips(weights: Weights, state: State, hidden: Floats, gates: Floats, leaving: Floats) -> Floats:
    """Move the rings on by the last code; return the sum of all skips, (skip,). The last three are room."""
    channels = len(hidden)
    hidden[:] = weights.table[state.now[0]]
    total = np.zeros(len(leaving) - channels, np.float32)
    begin = 0
    for layer in range(len(weights.dilations)):
        dilation = weights.dilations[layer]
        ring = state.rings[begin + state.now[1] % dilation]
        gates[:] = weights.gates_bias[layer]
        add_product(gates, ring, weights.gates[layer, :channels])
        add_product(gates, hidden, weights.gates[layer, channels:])
        ring[:] = hidden
        gate(gates)
        leaving[:] = weights.leave_bias[layer]
        add_product(leaving, gates[:channels], weights.leave[layer])
        for index in range(channels):
            hidden[index] += leaving[index]
        for index in range(len(total)):
            total[index] += leaving[channels + index]
        begin += dilation
    state.now[1] += 1
    return total


@compiled
def _logits(weights: Weights, total: Floats) -> Floats:
    """The logits (256,) of the next code, from the sum of all skips."""
    rectify(total)
    hidden = weights.hidden_bias.copy()
    add_product(hidden, total, weights.hidden)
    rectify(hidden)
    logits = weights.logits_bias.copy()
    add_product(logits, hidden, weights.logits)
    return logits


@compiled
def _block(
    weights: Weights,
    state: State,
    codes: Codes,
    inverse_temperature: float,
    uniforms: Floats,
    given: Codes,
    costs: Floats,
) -> None:
    """Move `state` on and write `codes` (n,): drawn ones, or those `given` (n,).

    Writes into `costs` (n,), where there are any, the bits that each given code costs.
    """
    hidden = np.empty(weights.table.shape[1], np.float32)
    gates = np.empty(weights.gates.shape[2], np.float32)
    leaving = np.empty(weights.leave.shape[2], np.float32)
    for index in range(len(codes)):
        total = _skips(weights, state, hidden, gates, leaving)
        if len(given):
            codes[index] = given[index]
            if len(costs):
                costs[index] = bits_of(_logits(weights, total), given[index])
        else:
            codes[index] = draw(_logits(weights, total), inverse_temperature, uniforms[index])
        state.now[0] = codes[index]
