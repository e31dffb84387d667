"""SampleRNN played sample by sample, from the weights of an artefact."""

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
    gru_step,
    lstm_step,
    rectify,
)
from sampler.sequence.quantise import (
    LINEAR_GAIN,
    SILENT_CODE,
    companded_values,
    encode,
    linear_values,
)

NO_NUMBERS, NO_CODES = np.zeros(0, np.float32), np.zeros(0, np.int32)


class Tier(NamedTuple):
    """Weights of a frame tier. Those of all layers are stacked; `skips` is empty without skip connections."""

    project: Floats
    project_bias: Floats
    kernels: Floats
    recurrents: Floats
    biases: Floats
    """(layers, 2, 3 * width) for GRUs; (layers, 1, 4 * width) for LSTMs."""
    skips: Floats
    upsample: Floats
    upsample_bias: Floats


class Bottom(NamedTuple):
    """Weights of the sample tier. `table` (frame, 256, width) holds what each code at each place adds."""

    table: Floats
    hidden: Floats
    hidden_bias: Floats
    logits: Floats
    logits_bias: Floats


class State(NamedTuple):
    """Where a tape is: the codes of the last large frame, and the states of both tiers.

    States are (layers, 1 or 2, width): those of LSTMs are two.
    """

    codes: Codes
    top: Floats
    middle: Floats


class SampleRNNLoop:
    """Plays a SampleRNN. A block is one large frame."""

    def __init__(self, hyper: Mapping[str, Any], weights: Mapping[str, Floats]) -> None:
        """Take the hyper-parameters and the weights by the names of `sampler.nets.recordings.sample_rnn`."""
        self._frame, self.block_samples = hyper["frames"]
        self.numbers_per_block = self.block_samples
        self._quantisation = hyper["quantisation"]
        self._top, self._middle = (_tier(hyper, weights, name) for name in ("top", "middle"))
        self._bottom = _bottom(hyper, weights, self._frame)
        self._read = _read_values(self._quantisation)
        self._linear = linear_values(self._quantisation)
        self._state_shape = hyper["layers"], 2 if hyper["cell"] == "lstm" else 1, hyper["width"]

    def start(self) -> State:
        """The state before the first sample: silence has gone before."""
        codes = np.full(self.block_samples, SILENT_CODE, np.int32)
        return State(codes, np.zeros(self._state_shape, np.float32), np.zeros(self._state_shape, np.float32))

    def play(self, state: State, uniforms: Floats, temperature: float) -> Floats:
        """The next block, see `sampler.sequence.loop.Loop`."""
        self._run(state, 1 / temperature, uniforms=uniforms)
        return self._linear[state.codes]

    def hear(self, state: State, samples: Floats) -> None:
        """Bring the state to where it would be after `samples`, see `sampler.sequence.loop.Loop`."""
        self._run(state, given=encode(samples, self._quantisation))

    def cost(self, state: State, samples: Floats) -> Floats:
        """Bits that each of the samples costs, see `sampler.sequence.loop.CodeLoop`."""
        costs = np.empty(len(samples), np.float32)
        self._run(state, given=encode(samples, self._quantisation), costs=costs)
        return costs

    def _run(
        self,
        state: State,
        inverse_temperature: float = 1.0,
        *,
        uniforms: Floats = NO_NUMBERS,
        given: Codes = NO_CODES,
        costs: Floats = NO_NUMBERS,
    ) -> None:
        weights = self._top, self._middle, self._bottom, self._read
        sharpness: Any = np.float32(inverse_temperature)  # numba compiles once for each type
        _block(*weights, state, self._frame, sharpness, uniforms, given, costs)


def _read_values(quantisation: str) -> Floats:
    """What the network reads of each code, (256, 2): the same as in training."""
    read = np.stack([companded_values(), LINEAR_GAIN * linear_values(quantisation)], axis=1)
    return np.asarray(read, np.float32)


def _tier(hyper: Mapping[str, Any], weights: Mapping[str, Floats], name: str) -> Tier:
    def of_layers(part: str) -> Floats:
        return _single(np.stack([weights[f"{name}/cell_{layer}/{cell}/{part}"] for layer in range(layers)]))

    layers, width, cell = hyper["layers"], hyper["width"], f"{hyper['cell']}_cell"
    skips = [weights[f"{name}/skip_{layer}/kernel"] for layer in range(layers) if hyper["skip"] == "yes"]
    return Tier(
        _single(weights[f"{name}/project/kernel"]),
        _single(weights[f"{name}/project/bias"]),
        of_layers("kernel"),
        of_layers("recurrent_kernel"),
        of_layers("bias").reshape(layers, -1, 3 * width if hyper["cell"] == "gru" else 4 * width),
        _single(np.reshape(skips, (len(skips), width, width))),
        _single(weights[f"{name}/upsample/kernel"]),
        _single(weights[f"{name}/upsample/bias"]),
    )


def _bottom(hyper: Mapping[str, Any], weights: Mapping[str, Floats], frame: int) -> Bottom:
    window = _single(weights["bottom/window/kernel"])  # (frame, what is read, width)
    if hyper["reads"] == "window":
        table = np.einsum("ci,fio->fco", _read_values(hyper["quantisation"]), window)
        for back in range(2):
            table[frame - 1 - back] += weights[f"bottom/table_{back}"]
    else:
        table = np.einsum("ci,fio->fco", _single(weights["bottom/table_0"]), window)
    layers = (f"bottom/{layer}/{part}" for layer in ("hidden", "logits") for part in ("kernel", "bias"))
    return Bottom(_single(table), *(_single(weights[layer]) for layer in layers))


def _single(array: NDArray[Any]) -> Floats:
    return np.ascontiguousarray(array, np.float32)


@compiled
def _read_frame(codes: Codes, read: Floats) -> Floats:
    """What a tier reads of a frame of codes (n,): (2 n,)."""
    values = np.empty(2 * len(codes), np.float32)
    for index in range(len(codes)):
        values[2 * index] = read[codes[index], 0]
        values[2 * index + 1] = read[codes[index], 1]
    return values


@compiled
def _layer(tier: Tier, layer: int, hidden: Floats, state: Floats) -> Floats:
    """One recurrent layer moved on by one frame; returns its output, which is its state."""
    gates = tier.biases[layer, 0].copy()
    add_product(gates, hidden, tier.kernels[layer])
    if state.shape[0] == 2:
        add_product(gates, state[0], tier.recurrents[layer])
        lstm_step(state[0], state[1], gates)
    else:
        remembered = tier.biases[layer, 1].copy()
        add_product(remembered, state[0], tier.recurrents[layer])
        gru_step(state[0], gates, remembered)
    output: Floats = state[0]
    return output


@compiled
def _frame_step(tier: Tier, state: Floats, values: Floats, condition: Floats, width: int) -> Floats:
    """A tier moved on by one frame: its output for each part of the next frame, (parts, width)."""
    hidden = tier.project_bias + condition
    add_product(hidden, values, tier.project)
    given = np.zeros(len(hidden), np.float32)
    for layer in range(len(state)):
        hidden = _layer(tier, layer, hidden, state[layer])
        if len(tier.skips):
            add_product(given, hidden, tier.skips[layer])
    raised = tier.upsample_bias.copy()
    add_product(raised, given if len(tier.skips) else hidden, tier.upsample)
    return raised.reshape(-1, width)


@compiled
def _logits(bottom: Bottom, codes: Codes, condition: Floats) -> Floats:
    """The logits (256,) of the code after `codes` (frame,)."""
    last = condition.copy()
    for place in range(len(codes)):
        row = bottom.table[place, codes[place]]
        for column in range(len(last)):
            last[column] += row[column]
    rectify(last)
    hidden = bottom.hidden_bias.copy()
    add_product(hidden, last, bottom.hidden)
    rectify(hidden)
    logits = bottom.logits_bias.copy()
    add_product(logits, hidden, bottom.logits)
    return logits


@compiled
def _block(
    top: Tier,
    middle: Tier,
    bottom: Bottom,
    read: Floats,
    state: State,
    frame: int,
    inverse_temperature: float,
    uniforms: Floats,
    given: Codes,
    costs: Floats,
) -> None:
    """Move `state` on by one large frame, of drawn codes or of those `given` (large frame,).

    Writes into `costs` (large frame,), where there are any, the bits that each given code costs.
    """
    size = len(state.codes)
    known = np.empty(2 * size, np.int32)
    known[:size] = state.codes
    nothing = np.zeros(top.project.shape[1], np.float32)
    of_top = _frame_step(top, state.top, _read_frame(state.codes, read), nothing, middle.project.shape[1])
    for part in range(len(of_top)):
        now = size + part * frame
        values = _read_frame(known[now - frame : now], read)
        of_middle = _frame_step(middle, state.middle, values, of_top[part], bottom.table.shape[2])
        for place in range(frame):
            index = part * frame + place
            if len(given):
                known[now + place] = given[index]
            if len(given) and not len(costs):
                continue
            logits = _logits(bottom, known[now + place - frame : now + place], of_middle[place])
            if len(given):
                costs[index] = bits_of(logits, given[index])
            else:
                known[now + place] = draw(logits, inverse_temperature, uniforms[index])
    state.codes[:] = known[size:]
