"""Manifests: what the description of a published model says, for every kind of model."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from sampler.errors import CorruptArtifact, IncompatibleArtifact

FORMAT_VERSION = 1

HEARD_PER_LOG_MEL = 2.0
"""An audible distance in dB for each dB over all cells, which silence makes smaller: of unseen drums
1.4 for `snare` 1 and 2.2 for `kick` 1."""


@dataclass(frozen=True)
class Axis:
    """Texts for an axis of the map: the `name` of what it changes, and of its `low` and `high` ends."""

    name: str
    low: str
    high: str


@dataclass(frozen=True, kw_only=True)
class Description:
    """What the manifest of every kind of model says."""

    name: str
    version: str
    family: str
    preset: str
    hyper: Mapping[str, Any]
    rate_hz: int
    licence: str
    training: Mapping[str, Any]
    metrics: Mapping[str, Any]
    code_version: str
    created: str
    kind: str = "map"
    golden: Sequence[Mapping[str, Any]] = ()
    """Expected sounds, see `sampler.measure.golden`; models exported before that test have none."""
    files: Mapping[str, str] = field(default_factory=dict)
    format_version: int = FORMAT_VERSION


@dataclass(frozen=True, kw_only=True)
class Manifest(Description):
    """The description of a model with a map: all but its weights. Lengths are in samples at `rate_hz`."""

    length_samples: int
    peak_sample: int
    latent_size: int
    features: str
    detail_size: int
    has_tune: bool
    noise_frames: int
    axes: tuple[Axis, Axis]
    map_tables: tuple[list[float], list[float]]
    """Per axis: latent values at equally spaced positions from 0 to 1."""
    fit_limit_db: float
    """Distance in dB that 95 % of the training hits stay within; beyond it a sample is outside. It is the
    audible distance where `fit_is_heard`, else that over all cells of log-mel images, see `heard_limit_db`.
    """
    measures_tune: bool = False
    """Whether the encoder also measures the tune of a sample. Earlier manifests lack this field."""
    fit_is_heard: bool = False
    """Manifests from before the audible distance lack this field."""

    @property
    def has_detail(self) -> bool:
        return self.detail_size > 0

    @property
    def heard_limit_db(self) -> float:
        """`fit_limit_db` as an audible distance."""
        return self.fit_limit_db if self.fit_is_heard else HEARD_PER_LOG_MEL * self.fit_limit_db

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """Build a manifest from parsed JSON. Raises KeyError and TypeError for missing or unknown fields."""
        axes = tuple(Axis(**axis) for axis in value["axes"])
        tables, files = tuple(value["map_tables"]), dict(value["files"])
        return cls(**{**value, "axes": axes, "map_tables": tables, "files": files})


@dataclass(frozen=True, kw_only=True)
class SequenceManifest(Description):
    """The description of a model that makes tapes."""

    epoch: int
    """How many epochs it was trained; the names of its tapes say so."""
    unit_temperature: float = 1.0
    """What its network calls the temperature that users know as 1: there, it is as loud as its recordings."""
    kind: str = "sequence"


@dataclass(frozen=True, kw_only=True)
class ClassifierManifest(Description):
    """The description of a model that tells recordings apart."""

    classes: tuple[str, ...]
    kind: str = "classifier"

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """Build a manifest from parsed JSON. Raises KeyError and TypeError for missing or unknown fields."""
        return cls(**{**value, "classes": tuple(value["classes"])})


def described(value: Mapping[str, Any]) -> Description:
    """Build a manifest from parsed JSON.

    Raises IncompatibleArtifact for another format version, CorruptArtifact for missing or unknown fields.
    """
    try:
        if (version := value["format_version"]) != FORMAT_VERSION:
            raise IncompatibleArtifact(f"The model has format {version}; update Drumscape to read it.")
        # models that were exported before there were kinds have maps
        kind = value.get("kind", "map")
        if kind not in _KINDS:
            raise IncompatibleArtifact(f"The model is of the kind '{kind}'; update Drumscape to read it.")
        return _KINDS[kind](value)
    except (KeyError, TypeError) as error:
        raise CorruptArtifact(f"The model's manifest is incomplete: {error}.") from error


_KINDS: Mapping[str, Callable[[Mapping[str, Any]], Description]] = {
    "map": Manifest.from_json,
    "sequence": lambda value: SequenceManifest(**value),
    "classifier": ClassifierManifest.from_json,
}
