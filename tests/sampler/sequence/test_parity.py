"""Every fast path plays what its Keras model means.

What a loop samples at temperature 1 must cost the Keras model its own entropy. And the model must have given
each code that was drawn the probability that the drawing took it to have.
"""

from typing import Any, cast

import numpy as np
import pytest
from numpy.typing import NDArray

from sampler.families import family
from sampler.families.base import Preset
from sampler.nets.weights import named_weights
from sampler.sequence.loop import CodeLoop as Loop
from sampler.sequence.quantise import encode
from sampler.training.build import build_model
from tests.sampler.small import small

Floats = NDArray[np.float32]
BLOCKS = 64

FORMS: dict[str, tuple[str, dict[str, Any]]] = {
    "small": ("samplernn-small", {}),
    "linear": ("samplernn-small", {"quantisation": "linear"}),
    "lstm, layers, skips, embedding": ("samplernn", {}),
    "wavenet": ("wavenet-small", {}),
    "gru, layers, skips": ("samplernn-small", {"layers": 2, "skip": "yes"}),
}


@pytest.fixture(scope="module", params=FORMS)
def preset(request: pytest.FixtureRequest) -> Preset:
    name, hyper = FORMS[request.param]
    return small(name, **hyper)


@pytest.fixture(scope="module")
def model(preset: Preset) -> Any:
    """A model whose weights are large enough that its predictions depend on what it heard."""
    built, rng = build_model(preset, seed=1), np.random.default_rng(2)
    for variable in built.trainable_variables:
        variable.assign(np.asarray(variable) + 0.3 * rng.standard_normal(variable.shape))
    return built


@pytest.fixture(scope="module")
def loop(preset: Preset, model: Any) -> Loop:
    return cast(Loop, family(preset.family).sequence(preset.hyper).loop(named_weights(model)))


def uniforms(blocks: int, loop: Loop, seed: int = 3) -> Floats:
    drawn = np.random.default_rng(seed).random((blocks, loop.block_samples), np.float32)
    return np.asarray(drawn, np.float32)


def play(loop: Loop, blocks: int = BLOCKS, temperature: float = 1.0, seed: int = 3) -> Floats:
    state = loop.start()
    return np.concatenate([loop.play(state, part, temperature) for part in uniforms(blocks, loop, seed)])


def predictions(model: Any, samples: Floats) -> NDArray[np.float64]:
    """Probabilities (n, 256) that the Keras model gives to the codes of samples (n,), window by window."""
    model.begin(1)
    known = np.concatenate([np.zeros(model.context_samples, np.float32), samples])
    size, logits = model.length_samples, []
    for start in range(0, len(samples), size):
        window = known[None, start : start + model.context_samples + size]
        begins = np.full((1, 1), float(start == 0), np.float32)
        logits.append(np.asarray(model({"audio": window, "begins": begins})["logits"][0], np.float64))
    weights = np.exp(np.concatenate(logits) - np.concatenate(logits).max(axis=1, keepdims=True))
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


def test_what_is_sampled_costs_the_model_its_entropy(preset: Preset, model: Any, loop: Loop) -> None:
    tape = play(loop, BLOCKS)
    known = predictions(model, tape)
    entropies = -np.sum(known * np.log2(known + 1e-30), axis=1)
    costs = -np.log2(known[np.arange(len(tape)), encode(tape, preset.hyper["quantisation"])])
    assert entropies.std() > 0.02, "a model that always predicts the same would prove nothing"
    standard_error = (costs - entropies).std() / np.sqrt(len(tape))
    assert abs(np.mean(costs - entropies)) < 4 * standard_error


def test_each_code_is_the_one_that_its_number_falls_on(preset: Preset, model: Any, loop: Loop) -> None:
    tape, numbers = play(loop), uniforms(BLOCKS, loop).reshape(-1)
    codes = encode(tape, preset.hyper["quantisation"])
    after = np.cumsum(predictions(model, tape), axis=1)
    below = np.concatenate([np.zeros((len(tape), 1)), after], axis=1)[np.arange(len(tape)), codes]
    above = after[np.arange(len(tape)), codes]
    slack = 2e-4  # of single precision, in another order
    assert np.all((numbers > below - slack) & (numbers < above + slack))


def test_the_loop_says_what_recordings_cost_the_model(preset: Preset, model: Any, loop: Loop) -> None:
    recording = play(loop, 16, seed=9)[::-1].copy()
    codes = encode(recording, preset.hyper["quantisation"])
    state = loop.start()
    costs = np.concatenate([loop.cost(state, block) for block in np.split(recording, 16)])
    expected = -np.log2(predictions(model, recording)[np.arange(len(recording)), codes])
    np.testing.assert_allclose(costs, expected, atol=1e-3)


def test_equal_numbers_give_equal_samples_and_others_do_not(loop: Loop) -> None:
    tape = play(loop, 8)
    np.testing.assert_array_equal(play(loop, 8), tape)
    assert not np.array_equal(play(loop, 8, seed=4), tape)
    assert not np.array_equal(play(loop, 8, temperature=0.5), tape)


def test_what_was_heard_is_as_if_it_had_been_played(loop: Loop) -> None:
    whole, state = play(loop, 8), loop.start()
    for block in np.split(whole[: 4 * loop.block_samples], 4):
        loop.hear(state, block)
    numbers = uniforms(8, loop)[4:]
    rest = np.concatenate([loop.play(state, part, 1.0) for part in numbers])
    np.testing.assert_array_equal(rest, whole[4 * loop.block_samples :])


def test_a_low_temperature_keeps_to_what_is_likely(model: Any, loop: Loop) -> None:
    known = predictions(model, play(loop, 16, temperature=0.05))
    codes = encode(play(loop, 16, temperature=0.05), "mu-law" if model._is_mu_law else "linear")
    assert np.mean(known.argmax(axis=1) == codes) > 0.8
