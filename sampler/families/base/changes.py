"""Hyper-parameters of a preset that a user changed: `train PRESET --set NAME=VALUE`."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sampler.errors import BadValue
from sampler.families.base.declaration import Preset


def changed(preset: Preset, changes: Sequence[str]) -> Preset:
    """The preset with some hyper-parameters changed.

    Each change is "name=value"; the value is JSON, or a word where the preset has a word. Raises BadValue for
    a name that the preset does not have, and for a value of another kind than the preset's own.
    """
    hyper = dict(preset.hyper)
    for change in changes:
        name, _, text = change.partition("=")
        if name not in hyper:
            raise BadValue(f"{preset.name} has no '{name}'; it has: {', '.join(hyper)}.")
        hyper[name] = _parsed_like(hyper[name], name, text)
    return replace(preset, hyper=hyper)


def changes(preset: Preset, hyper: Mapping[str, Any]) -> list[str]:
    """The changes with which `changed` turns the preset's hyper-parameters into `hyper`.

    Names in `hyper` that the preset does not have are left out: an earlier version of the code had them.
    """
    return [
        f"{name}={value if isinstance(value, str) else json.dumps(value)}"
        for name, value in hyper.items()
        if name in preset.hyper and json.dumps(value) != json.dumps(preset.hyper[name])
    ]


def _parsed_like(present: Any, name: str, text: str) -> Any:
    """`text` parsed as a value of the same kind as `present`; BadValue where it is of another kind."""
    try:
        value = text if isinstance(present, str) else json.loads(text)
    except ValueError:
        value = None
    kinds = {int: int, float: int | float, tuple: list, str: str}
    if isinstance(value, bool) or not isinstance(value, kinds[type(present)]):
        raise BadValue(f"{name} must be like {json.dumps(present)}, not '{text}'.")
    return value
