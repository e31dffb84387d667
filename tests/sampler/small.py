"""Presets in the small form that their families declare, for tests that train them."""

from typing import Any

from sampler.families import preset
from sampler.families.base import Preset, changed, small_form

LENGTH_SAMPLES = 4096
"""The length of small sounds, but for those of `modal`."""


def small(name: str, **hyper: Any) -> Preset:
    """The small form of a preset, with further changes of its hyper-parameters."""
    return small_form(preset(name), **hyper)


TINY = changed(preset("ae-med-tanh"), [f"length_samples={LENGTH_SAMPLES}"])
"""What `tiny_run` trains: the preset of that name, of sounds that are exported in a quarter of the time."""
