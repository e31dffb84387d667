"""The LSTM with a variational autoencoder played frame by frame, from the weights of an artefact."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sampler.sequence.kernels import Floats, add_product, compiled, lstm_step, rectify
from sampler.sequence.transforms import Transform

LOG_VARIANCES = (np.log(1e-4), np.log(30.0))
"""Bounds of the log variance of a coefficient, as in training."""

LATENT_BOUNDS = (-8.0, 3.0)


class Weights(NamedTuple):
    """Weights of the networks. Those of layers after the first are stacked; `prior` has no columns where the
    prior is fixed.
    """

    first: Floats
    further: Floats
    recurrents: Floats
    biases: Floats
    prior: Floats
    prior_bias: Floats
    hidden: Floats
    hidden_bias: Floats
    frame: Floats
    frame_bias: Floats


class State(NamedTuple):
    """Where a tape is.

    `cells` (layers, 2, width) have heard all frames but the last, `frame` (coefficients,), which is
    normalised. `tail` is what the last frame adds to the next block, `before` the last block. `is_behind`
    (1,) is 1 where the last frame ends with the last block, so that two frames are drawn for the next block.
    """

    cells: Floats
    frame: Floats
    tail: Floats
    before: Floats
    is_behind: NDArray[np.int64]


class LstmVaeLoop:
    """Plays an LSTM with a variational autoencoder. A block is one hop."""

    def __init__(self, hyper: Mapping[str, Any], transform: Transform, weights: Mapping[str, Floats]) -> None:
        """Take the hyper-parameters, the transform and the weights by the names of
        `sampler.nets.recordings.lstm_vae`.
        """
        self._published, self._transform = hyper["form"] == "published", transform
        self._weights, self._scale = _weights(hyper, weights), _single(weights["scale"])
        self._latent, self.block_samples = hyper["latent"], transform.hop_samples
        drawn = self._latent + (0 if self._published else transform.coefficients)
        self.numbers_per_block = drawn + drawn % 2
        self._shape = hyper["layers"], 2, hyper["width"]
        self._synthesis = _single(transform.matrix.T)

    def start(self) -> State:
        """The state before the first sample: silence has gone before."""
        return State(
            np.zeros(self._shape, np.float32),
            np.zeros(self._transform.coefficients, np.float32),
            np.zeros(self._transform.frame_samples - self.block_samples, np.float32),
            np.zeros(self.block_samples, np.float32),
            np.array([int(self._is_lapped)]),
        )

    @property
    def _is_lapped(self) -> bool:
        return self._transform.frame_samples > self.block_samples

    def play(self, state: State, uniforms: Floats, temperature: float) -> Floats:
        """The next block, see `sampler.sequence.loop.Loop`."""
        if state.is_behind[0]:
            self._draw(state, uniforms[::-1], temperature)
            state.is_behind[0] = 0
        state.before[:] = self._draw(state, uniforms, temperature)
        return state.before.copy()

    def hear(self, state: State, samples: Floats) -> None:
        """Bring the state to where it would be after `samples`, see `sampler.sequence.loop.Loop`."""
        if state.is_behind[0] or not self._is_lapped:
            _remember(self._weights, state.cells, state.frame)
        audio = np.concatenate([state.before, samples]) if self._is_lapped else samples
        state.frame[:] = self._normalised(audio @ self._transform.matrix)
        state.before[:], state.tail[:] = samples, 0
        state.is_behind[0] = int(self._is_lapped)

    def _draw(self, state: State, uniforms: Floats, temperature: float) -> Floats:
        """Draw the next frame; return the block that it completes."""
        spread: Any = np.float32(temperature)  # numba compiles once for each type
        _remember(self._weights, state.cells, state.frame)
        state.frame[:] = _frame(self._weights, state.cells[-1, 0], normals(uniforms), spread, self._latent)
        made = np.zeros(self._transform.frame_samples, np.float32)
        add_product(made, self._raw(state.frame), self._synthesis)
        hop = self.block_samples
        made[: len(state.tail)] += state.tail
        state.tail[:] = made[hop:]
        return np.clip(made[:hop], -1, 1)

    def _normalised(self, raw: Floats) -> Floats:
        """What the network reads of coefficients."""
        companded = raw if self._published else np.sign(raw) * np.sqrt(np.abs(raw))
        return np.asarray(companded / self._scale, np.float32)

    def _raw(self, frame: Floats) -> Floats:
        """The inverse of `_normalised`."""
        companded = frame * self._scale
        return companded if self._published else np.asarray(companded * np.abs(companded), np.float32)


def normals(uniforms: Floats) -> Floats:
    """Standard normal numbers (2 n,) from as many uniform ones (Box and Muller, 1958)."""
    half = len(uniforms) // 2
    sizes = np.sqrt(-2 * np.log1p(-uniforms[:half].astype(np.float64)))
    angles = 2 * np.pi * uniforms[half:].astype(np.float64)
    drawn = np.concatenate([sizes * np.cos(angles), sizes * np.sin(angles)])
    return drawn.astype(np.float32)


def _weights(hyper: Mapping[str, Any], weights: Mapping[str, Floats]) -> Weights:
    width, layers = hyper["width"], hyper["layers"]
    cells = [f"cell_{layer}/lstm_cell" for layer in range(layers)]
    further = [weights[f"{cell}/kernel"] for cell in cells[1:]]
    nothing = np.zeros((width, 0), np.float32)
    return Weights(
        _single(weights[f"{cells[0]}/kernel"]),
        _single(np.reshape(further, (layers - 1, width, 4 * width))),
        _single(np.stack([weights[f"{cell}/recurrent_kernel"] for cell in cells])),
        _single(np.stack([weights[f"{cell}/bias"] for cell in cells])),
        _single(weights.get("prior/kernel", nothing)),
        _single(weights.get("prior/bias", nothing[0])),
        *(
            _single(weights[f"{layer}/{part}"])
            for layer in ("hidden", "frame")
            for part in ("kernel", "bias")
        ),
    )


def _single(array: NDArray[Any]) -> Floats:
    return np.ascontiguousarray(array, np.float32)


@compiled
def _remember(weights: Weights, cells: Floats, frame: Floats) -> None:
    """Move `cells` on by a frame."""
    for layer in range(len(cells)):
        gates = weights.biases[layer].copy()
        if layer == 0:
            add_product(gates, frame, weights.first)
        else:
            add_product(gates, cells[layer - 1, 0], weights.further[layer - 1])
        add_product(gates, cells[layer, 0], weights.recurrents[layer])
        lstm_step(cells[layer, 0], cells[layer, 1], gates)


@compiled
def _frame(weights: Weights, known: Floats, drawn: Floats, spread: float, latent: int) -> Floats:
    """Draw a normalised frame from what is known (width,), by normal numbers `drawn` times `spread`."""
    prior = weights.prior_bias.copy()
    add_product(prior, known, weights.prior)
    width = len(known)
    given = np.empty(latent + width, np.float32)
    for index in range(latent):
        given[index] = spread * drawn[index]
        if len(prior):
            log_variance = min(max(prior[latent + index], LATENT_BOUNDS[0]), LATENT_BOUNDS[1])
            given[index] = prior[index] + np.exp(0.5 * log_variance) * given[index]
    given[latent:] = known
    hidden = weights.hidden_bias.copy()
    add_product(hidden, given, weights.hidden)
    rectify(hidden)
    frame = weights.frame_bias.copy()
    add_product(frame, hidden, weights.frame)
    if len(prior) == 0:
        return frame
    count = len(frame) // 2
    for index in range(count):
        log_variance = min(max(frame[count + index], LOG_VARIANCES[0]), LOG_VARIANCES[1])
        frame[index] += np.exp(0.5 * log_variance) * spread * drawn[latent + index]
    return frame[:count]
