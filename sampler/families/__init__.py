"""The families, by name. Each module of this folder is one family and defines `FAMILY`; there is no other
list.

To add a family, add its file. Listing families and presets imports no Keras.
"""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from sampler.errors import BadValue, IncompatibleArtifact
from sampler.families.base import Family, Material, Preset

FAMILY_NAMES = tuple(sorted(module.name for module in iter_modules(__path__) if not module.ispkg))
"""Names of the modules here; the package `base` is what they are written with."""


@cache
def family(name: str) -> Family:
    """The family of that name. Raises IncompatibleArtifact when this version of the code does not have it."""
    if name not in FAMILY_NAMES:
        raise IncompatibleArtifact(f"This version does not know the model family '{name}'; update Drumscape.")
    found: Family = import_module(f"{__name__}.{name}").FAMILY
    return found.named(name)


def presets(trains_on: Material | None = None) -> dict[str, Preset]:
    """Presets by name, the flagship first: all, or those that train on a material."""
    families = sorted(map(family, FAMILY_NAMES), key=lambda one: (one.rank, one.name))
    chosen = [one for one in families if trains_on in (None, one.trains_on)]
    return {preset.name: preset for one in chosen for preset in one.presets}


def preset(name: str) -> Preset:
    """The preset of that name. Raises BadValue when there is none."""
    known = presets()
    if name not in known:
        raise BadValue(f"There is no preset '{name}'; choose one of: {', '.join(known)}.")
    return known[name]
