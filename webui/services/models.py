"""Registering, publishing and rolling back. What producers get changes in one update."""

import logging
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from sampler.artifact import Manifest, list_versions, verify
from sampler.errors import CorruptArtifact, DrumscapeError
from webui.errors import Conflict
from webui.models import ModelVersion
from webui.selectors.models import model_live, model_previous, model_versions

logger = logging.getLogger(__name__)


def models_register() -> list[ModelVersion]:
    """Register every valid artefact in MODELS_DIR, and mark those that have gone or are damaged."""
    found = []
    for version in list_versions(settings.MODELS_DIR):
        try:
            found.append(model_register(folder=version.folder))
        except DrumscapeError as error:
            logger.error("%s is left out: %s", version.folder, error.message)
    present = [row.pk for row in found]
    ModelVersion.objects.exclude(pk__in=present).update(is_available=False)
    return found


@transaction.atomic
def model_register(*, folder: Path) -> ModelVersion:
    """Register one artefact; the first version of a name goes live, later ones wait to be published.

    Raises CorruptArtifact or IncompatibleArtifact.
    """
    manifest = verify(folder)
    if (manifest.name, manifest.version) != (folder.parent.name, folder.name):
        raise CorruptArtifact(
            f"{folder} holds {manifest.name}@{manifest.version}: move it to a folder of that name."
        )
    row, _ = ModelVersion.objects.update_or_create(
        name=manifest.name,
        version=manifest.version,
        defaults={"summary": _summary(manifest), "is_available": True},
    )
    if not model_versions(row.name).filter(live_since__isnull=False).exists():
        model_publish(row=row)
    return row


def model_publish(*, row: ModelVersion) -> ModelVersion:
    """Make a version live."""
    ModelVersion.objects.filter(pk=row.pk).update(live_since=timezone.now())
    return row


@transaction.atomic
def model_rollback(*, name: str) -> ModelVersion:
    """Make the version live that was so before; raises ModelNotFound, or Conflict when there is none."""
    live = model_live(name)
    if model_previous(live) is None:
        raise Conflict(f"No version of '{name}' was live before: publish another one first.")
    ModelVersion.objects.filter(pk=live.pk).update(live_since=None)
    return model_live(name)


def _summary(manifest: Manifest) -> dict[str, Any]:
    return {
        "family": manifest.family,
        "preset": manifest.preset,
        "rate": manifest.rate_hz,
        "length": manifest.length_samples,
        "peak_sample": manifest.peak_sample,
        "axes": [asdict(axis) for axis in manifest.axes],
        "has_detail": manifest.has_detail,
        "has_tune": manifest.has_tune,
        "licence": manifest.licence,
        "metrics": dict(manifest.metrics),
        "created": manifest.created,
    }
