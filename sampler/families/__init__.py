"""The families, by name. A new one is a new module here that defines `FAMILY`, and its name in this list."""

from functools import cache
from importlib import import_module

from sampler.errors import BadValue, IncompatibleArtifact
from sampler.families.base import Family, Preset

FAMILY_NAMES = ("modal", "dense_ae", "conv_ae", "vae", "wavegan")


@cache
def family(name: str) -> Family:
    """The family of that name; IncompatibleArtifact when this version of the code does not have it."""
    if name not in FAMILY_NAMES:
        raise IncompatibleArtifact(f"This version does not know the model family '{name}'; update Drumscape.")
    found: Family = import_module(f"sampler.families.{name}").FAMILY
    return found


def presets() -> dict[str, Preset]:
    """Every preset by name, flagship first."""
    return {preset.name: preset for name in FAMILY_NAMES for preset in family(name).presets}


def preset(name: str) -> Preset:
    """The preset of that name; BadValue when there is none."""
    known = presets()
    if name not in known:
        raise BadValue(f"There is no preset '{name}'; choose one of: {', '.join(known)}.")
    return known[name]
