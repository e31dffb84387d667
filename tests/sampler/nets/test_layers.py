"""What holds for every layer of ours: its configuration says everything about it."""

import inspect
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import keras
import pytest

import sampler.nets

EXAMPLES: dict[str, dict[str, Any]] = {
    "DampedModes": {"length": 8192, "peak_sample": 300, "rate_hz": 22_050.0},
    "FilteredNoise": {"length": 4096, "rate_hz": 22_050.0, "bands": 8, "n_fft": 128, "hop": 32},
    "NoiseSource": {"frames": 65, "n_fft": 128, "hop": 32},
    "EnvelopeGains": {"frames": 65, "knots": 40, "bands": 8},
    "Transient": {"length": 4096, "start": 17},
    "ModeControls": {"modes": 7, "bend_range": 0.25},
    "FrameTier": {"width": 8, "parts": 4, "out": 6, "cell": "lstm", "layers": 2, "skip": True},
    "SampleTier": {"frame": 16, "width": 8, "hidden": 5, "reads": "embedding", "embedding": 3},
    "GlidingPartials": {"length_samples": 4096},
    "GridNoise": {"length_samples": 4096, "band": "low"},
    "Onset": {},
    "Attack": {},
    "Synthesiser": {"length_samples": 4096},
    "PhaseShuffle": {"reach": 3},
    "FinishedSound": {"length": 4096, "peak_sample": 300},
    "UpsampledConvolution": {"filters": 5, "kernel_size": 9, "factor": 3},
}
"""No argument at its default, or a forgotten one would not show."""


def our_layers() -> list[type[keras.layers.Layer]]:
    modules = [import_module(f"sampler.nets.{module.name}") for module in iter_modules(sampler.nets.__path__)]
    found = {
        value
        for module in modules
        for value in vars(module).values()
        if inspect.isclass(value) and issubclass(value, keras.layers.Layer)
    }
    ours = [layer for layer in found if layer.__module__.startswith("sampler.")]
    return sorted((one for one in ours if not issubclass(one, keras.Model)), key=lambda one: one.__name__)


@pytest.mark.parametrize("layer", our_layers(), ids=lambda layer: layer.__name__)
def test_every_argument_survives_the_configuration(layer: type[keras.layers.Layer]) -> None:
    given = EXAMPLES[layer.__name__]
    parameters = inspect.signature(layer.__init__).parameters.values()
    wanted = {one.name for one in parameters if one.kind is one.POSITIONAL_OR_KEYWORD} - {"self"}
    assert set(given) == wanted
    config = layer(**given, name="mine").get_config()
    again = layer.from_config(config).get_config()
    assert config == again
    assert {name: again[name] for name in given} == given
    assert again["name"] == "mine"
