"""What a family declares. Nothing here or at the top of a family file imports Keras: the web lists presets
too.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from sampler.nets.autoencoders import TrainingModel

FloatArray = NDArray[np.float32]
Arrays = Mapping[str, FloatArray]
"""Training arrays by name: "audio" (n, length) and "features", what the encoder reads, (n, ...)."""


@dataclass(frozen=True)
class Capabilities:
    """What a family can do; trainer, artefact and API ask instead of assuming."""

    features: str
    """Name in `sampler.features` of what the encoder reads."""
    detail_size: int = 0
    has_tune: bool = False
    noise_frames: int = 0
    """Frames that stored noise repeats after; 0 for families without noise."""


@dataclass(frozen=True)
class Preset:
    """A named set of hyper-parameters. `hyper` goes to the family's `build` and into the manifest, whole."""

    name: str
    family: str
    description: str
    epochs: int
    hyper: Mapping[str, Any]
    batch_size: int = 16
    learning_rate: float = 1e-3
    augmented_copies: int = 0


@dataclass(frozen=True)
class Family:
    """A kind of model: its presets, what it can do, and how to build it."""

    name: str
    presets: tuple[Preset, ...]
    capabilities: Callable[[Mapping[str, Any]], Capabilities]
    build: Callable[[Mapping[str, Any]], "TrainingModel"]
    warm_start: Callable[["TrainingModel", Arrays], None] | None = None
    """Optional: set weights from the training arrays before the first step."""
