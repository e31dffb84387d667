"""Read the versions of models: which exist, which are live."""

import json
import time
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from sampler.artifact import LANDMARKS, read_verified
from sampler.errors import ModelNotFound
from webui.errors import Conflict
from webui.models import ModelVersion

KNOWN_S = 10.0
"""A version is looked up again only after so long: a look-up is a fourth of the web's work for a sound."""

_known_until: dict[tuple[str, str], float] = {}


def model_versions(name: str) -> QuerySet[ModelVersion]:
    """The available versions of a name, newest first; retired ones, which keep their addresses, included."""
    available = ModelVersion.objects.filter(is_available=True)
    return available.filter(name=name) if _is_plain(name) else available.none()


def _is_plain(text: str) -> bool:
    """Whether a text may be a name or a version. PostgreSQL fails on some others, for instance with a NUL."""
    return text.isascii() and text.isprintable()


def model_kept(name: str) -> QuerySet[ModelVersion]:
    """The versions of a name that can be live, newest first."""
    return model_versions(name).filter(retired_at__isnull=True)


def models_live() -> list[ModelVersion]:
    """The live version of every name."""
    candidates = ModelVersion.objects.filter(
        is_available=True, retired_at__isnull=True, live_since__isnull=False
    )
    latest: dict[str, ModelVersion] = {
        row.name: row for row in candidates.order_by("name", "live_order", "id")
    }
    return list(latest.values())


def live_pks() -> set[int]:
    """Primary keys of the live versions."""
    return {row.pk for row in models_live()}


def model_live(name: str) -> ModelVersion:
    """The version that producers get; raises ModelNotFound."""
    live = model_live_or_none(name)
    if live is None:
        raise ModelNotFound(f"There is no model '{name}': choose one from /api/models/.")
    return live


def model_live_or_none(name: str) -> ModelVersion | None:
    """The version that producers get, if there is one."""
    return model_kept(name).filter(live_since__isnull=False).order_by("-live_order", "-id").first()


def model_previous(live: ModelVersion) -> ModelVersion | None:
    """The version that was live before, which a rollback returns to."""
    published = model_kept(live.name).filter(live_since__isnull=False).exclude(pk=live.pk)
    return published.order_by("-live_order", "-id").first()


def model_require(name: str, version: str) -> None:
    """Raise ModelNotFound unless this version exists, live or not."""
    if time.monotonic() < _known_until.get((name, version), 0.0):
        return
    if not (_is_plain(version) and model_versions(name).filter(version=version).exists()):
        raise _no_version(name, version)
    _known_until[name, version] = time.monotonic() + KNOWN_S


def models_forget() -> None:
    """Forget which versions exist, so that each is looked up again."""
    _known_until.clear()


def model_version(name: str, version: str) -> ModelVersion:
    """A version, live or not; raises ModelNotFound."""
    row = model_versions(name).filter(version=version).first() if _is_plain(version) else None
    if row is None:
        raise _no_version(name, version)
    return row


def model_played(name: str, version: str | None) -> ModelVersion:
    """The named version, live or not; the live one if `version` is None. Raises ModelNotFound."""
    return model_version(name, version) if version else model_live(name)


def _no_version(name: str, version: str) -> ModelNotFound:
    return ModelNotFound(f"There is no version '{version}' of a model '{name}': see /api/models/.")


def model_returnable(name: str) -> list[str]:
    """The versions that a rollback may name, newest first: those that were live once and are not now."""
    live = model_live_or_none(name)
    once_live = model_kept(name).filter(first_live_at__isnull=False)
    return [row.version for row in once_live if live is None or row.pk != live.pk]


def model_landmarks(row: ModelVersion) -> list[dict[str, Any]]:
    """The landmarks of a version, as its artefact has them.

    Raises Conflict for a model without a map, CorruptArtifact for one that was changed on disk.
    """
    landmarks: list[dict[str, Any]] = _landmarks(settings.MODELS_DIR / row.name / row.version)
    return landmarks


@lru_cache(maxsize=8)
def _landmarks(folder: Path) -> list[dict[str, Any]]:
    try:
        landmarks: list[dict[str, Any]] = json.loads(read_verified(folder, LANDMARKS))["points"]
    except FileNotFoundError as error:
        raise Conflict("This model has no map: play it by seed alone.") from error
    return landmarks
