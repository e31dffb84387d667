"""Presets in the small form that their families declare, for tests that train them."""

from typing import Any

from sampler.families import preset
from sampler.families.base import Preset, small_form

LENGTH_SAMPLES = 4096
"""The length of small sounds, but for those of `modal`."""


def small(name: str, **hyper: Any) -> Preset:
    """The small form of a preset, with further changes of its hyper-parameters."""
    return small_form(preset(name), **hyper)
