"""What a family declares. Nothing here or at the top of a family file imports Keras: the web lists presets
too.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from sampler.errors import BadValue

if TYPE_CHECKING:
    from sampler.nets.autoencoders import TrainingModel

FloatArray = NDArray[np.float32]
Arrays = Mapping[str, FloatArray]
"""Training arrays by name: "audio" (n, length) and "features", what the encoder reads, (n, ...)."""


Prior = Literal["normal", "uniform"]


@dataclass(frozen=True)
class Capabilities:
    """What a family can do; trainer, artefact and API ask instead of assuming."""

    features: str
    """Name in `sampler.audio.features` of what the encoder reads."""
    detail_size: int = 0
    has_tune: bool = False
    noise_frames: int = 0
    """Frames that stored noise repeats after; 0 for families without noise."""
    prior: Prior | None = None
    """What its latents were taught to follow: "normal", the standard one, or "uniform" from -1 to 1, all of
    which the map spans. None: nothing; they are where the training sounds lie.
    """


@dataclass(frozen=True)
class Plateau:
    """What happens when validation gets no better, in epochs: the learning rate is halved each `halve_after`,
    the training ends after `stop_after`. The best weights are what is kept.
    """

    halve_after: int
    stop_after: int


@dataclass(frozen=True)
class Preset:
    """A named set of hyper-parameters. `hyper` goes to the family's `build` and into the manifest, whole."""

    name: str
    family: str
    description: str
    epochs: int
    hyper: Mapping[str, Any]
    title: str = ""
    plain: str = ""
    """What a musician calls it, and what to expect of it."""
    recommended: bool = False
    """Whether one trains it to play it, rather than to compare with it."""
    batch_size: int = 16
    learning_rate: float = 1e-3
    augmented_copies: int = 0
    schedule: str = "cosine"
    """How the learning rate goes after its warm-up: "cosine" to zero, or "constant"."""
    warmup_batches: int | None = None
    """Batches until the regularisers have their full weight, or half of a training that is shorter than
    twice that. None: the first fifth of the training.
    """
    plateau: Plateau | None = None
    """Early stopping and rate reduction on the validation loss, at a rate that is constant otherwise."""


def changed(preset: Preset, changes: Sequence[str]) -> Preset:
    """A preset with some hyper-parameters changed, each "name=value", the value in JSON or a word.

    BadValue for a name that the preset does not have, or a value of another kind than its own.
    """
    hyper = dict(preset.hyper)
    for change in changes:
        name, _, text = change.partition("=")
        if name not in hyper:
            raise BadValue(f"{preset.name} has no '{name}'; it has: {', '.join(hyper)}.")
        hyper[name] = _like(hyper[name], name, text)
    return replace(preset, hyper=hyper)


def changes(preset: Preset, hyper: Mapping[str, Any]) -> list[str]:
    """What to tell `changed` so that a preset gets these hyper-parameters, as far as it has them."""
    return [
        f"{name}={value if isinstance(value, str) else json.dumps(value)}"
        for name, value in hyper.items()
        if name in preset.hyper and json.dumps(value) != json.dumps(preset.hyper[name])
    ]


def _like(present: Any, name: str, text: str) -> Any:
    """`text` read as a value of the kind of `present`."""
    try:
        value = text if isinstance(present, str) else json.loads(text)
    except ValueError:
        value = None
    kinds = {int: int, float: int | float, tuple: list, str: str}
    if isinstance(value, bool) or not isinstance(value, kinds[type(present)]):
        raise BadValue(f"{name} must be like {json.dumps(present)}, not '{text}'.")
    return value


@dataclass(frozen=True)
class Family:
    """A kind of model: its presets, what it can do, and how to build it."""

    name: str
    presets: tuple[Preset, ...]
    capabilities: Callable[[Mapping[str, Any]], Capabilities]
    build: Callable[[Mapping[str, Any]], "TrainingModel"]
    warm_start: Callable[["TrainingModel", Arrays], None] | None = None
    """Optional: set weights from the training arrays before the first step."""
