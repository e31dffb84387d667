"""Register, publish, roll back and retire versions of models. One update changes which version is live."""

import json
import logging
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q
from django.db.models.functions import Coalesce, Now

from sampler.artifact import LANDMARKS, list_versions, verify
from sampler.errors import CorruptArtifact, DrumscapeError, ModelNotFound, NoMap
from sampler.manifest import Axis, Manifest
from sampler.model.map import AXES, checked_axes
from webui.errors import Conflict
from webui.models import AuditEntry, ModelVersion
from webui.selectors.models import (
    model_kept,
    model_live,
    model_live_or_none,
    model_previous,
    model_version,
    model_versions,
    models_forget,
)
from webui.services.audit import audit_record

logger = logging.getLogger(__name__)


def models_register() -> list[ModelVersion]:
    """Register every valid artefact in MODELS_DIR. Mark rows without one unavailable."""
    # a train worker may register a version after the folder was listed: its row is not judged here
    known = set(ModelVersion.objects.values_list("pk", flat=True))
    found = []
    for version in list_versions(settings.MODELS_DIR):
        try:
            found.append(model_register(folder=version.folder))
        except NoMap:  # models that make tapes are played by the command line alone
            logger.info("%s has no map and is left out.", version.folder)
        except DrumscapeError as error:
            logger.error("%s is left out: %s", version.folder, error.message)
    missing = known - {row.pk for row in found}
    ModelVersion.objects.filter(pk__in=missing).update(is_available=False)
    models_forget()
    return found


def model_register(*, folder: Path) -> ModelVersion:
    """Register one artefact. The first version of a name goes live; later ones wait until they are published.

    A version that says that it replaces the live one goes live when it is registered first: `upgrade` makes
    such versions, and factory models are renewed so.

    Raises CorruptArtifact or IncompatibleArtifact.
    """
    manifest = verify(folder)
    if (manifest.name, manifest.version) != (folder.parent.name, folder.name):
        raise CorruptArtifact(
            f"{folder} holds {manifest.name}@{manifest.version}: move it to a folder of that name."
        )
    row, is_new = ModelVersion.objects.update_or_create(
        name=manifest.name,
        version=manifest.version,
        defaults={"summary": _summary(manifest, folder), "is_available": True},
    )
    _publish_at_once(row, replaces=manifest.training.get("replaces") if is_new else None)
    return row


@transaction.atomic
def _publish_at_once(row: ModelVersion, replaces: str | None) -> None:
    """Make a version live if it is the first of its name, or `replaces` the version that is live.

    The row is committed before. So of two first versions, the one that gets the lock second sees the other.
    """
    versions_lock(row.name)
    live = model_live_or_none(row.name)
    if _is_first(row) or (live is not None and live.version == replaces):
        model_publish(row=row)


def versions_lock(name: str) -> None:
    """Hold all versions of a name until the transaction ends: one caller at a time decides which is live.

    PostgreSQL locks the rows. SQLite needs no more than its transaction, which holds the only write lock.
    """
    rows = ModelVersion.objects.select_for_update().filter(name=name).order_by("pk")
    list(rows.values_list("pk"))  # in the same order everywhere, so that two callers cannot block each other


def _is_first(row: ModelVersion) -> bool:
    """Whether no version of the name is live and none was retired."""
    versions = model_versions(row.name)
    return not versions.filter(Q(live_since__isnull=False) | Q(retired_at__isnull=False)).exists()


def model_publish(*, row: ModelVersion) -> ModelVersion:
    """Make a version live, retired or not. `webui.services.gate` says whether it should be.

    Call it with `versions_lock` held: the version comes after all others of its name.
    """
    latest = ModelVersion.objects.filter(name=row.name).aggregate(order=Max("live_order"))["order"]
    ModelVersion.objects.filter(pk=row.pk).update(
        live_since=Now(),
        live_order=latest + 1,
        retired_at=None,
        first_live_at=Coalesce("first_live_at", Now()),
    )
    return row


@transaction.atomic
def model_rollback(*, name: str, version: str | None = None, by: int | None = None) -> ModelVersion:
    """Make a version live that was live before, by default the latest. A retired one can be named, too.

    Raises ModelNotFound, or Conflict when there is none, or for one that never was live.
    """
    versions_lock(name)
    live = model_live_or_none(name)
    target = model_previous(model_live(name)) if version is None else _returnable(name, version, live)
    if target is None:
        raise Conflict(f"No version of '{name}' was live before: publish another one first.")
    _return_to(target)
    audit_record(by=by, action=AuditEntry.Action.ROLLBACK, subject=target, left=live and live.version)
    return model_live(name)


def _returnable(name: str, version: str, live: ModelVersion | None) -> ModelVersion:
    target = model_version(name, version)
    if target == live:
        raise Conflict(f"Version {version} of '{name}' is live already.")
    if target.first_live_at is None:
        raise Conflict(f"Version {version} of '{name}' was never live: publish its training instead.")
    return target


def _return_to(target: ModelVersion) -> None:
    """Forget which versions went live after the target. One that was itself rolled back goes live anew."""
    if target.live_since is None:
        model_publish(row=target)
        return
    later = Q(live_order__gt=target.live_order) | Q(live_order=target.live_order, pk__gt=target.pk)
    ModelVersion.objects.filter(later, name=target.name).update(live_since=None)


@transaction.atomic
def model_retire(*, name: str, version: str | None = None, by: int | None = None) -> list[ModelVersion]:
    """Retire a version, or all of a name: no longer listed or live. Their sounds keep their addresses.

    Returns the retired versions. Raises ModelNotFound, or Conflict when it is retired already.
    """
    versions_lock(name)
    rows = model_kept(name)
    if version is not None:
        rows = rows.filter(pk=model_version(name, version).pk)
    elif not model_versions(name).exists():
        raise ModelNotFound(f"There is no model '{name}': choose one from /api/models/.")
    retired = list(rows)
    if not retired:
        raise Conflict(f"{name if version is None else f'{name}@{version}'} is retired already.")
    ModelVersion.objects.filter(pk__in=[row.pk for row in retired]).update(live_since=None, retired_at=Now())
    subject = name if version is None else f"{name}@{version}"
    audit_record(by=by, action=AuditEntry.Action.RETIRE, subject=subject)
    return retired


def _axes(manifest: Manifest, folder: Path) -> tuple[Axis, Axis]:
    """The axes, but none that is called pitch and moves something else by the model's own landmarks."""
    try:
        points = json.loads((folder / LANDMARKS).read_text())["points"]
        positions = np.array([(point["x"], point["y"]) for point in points])
        measured = {name: np.array([point[name] for point in points]) for name in AXES}
    except (FileNotFoundError, KeyError):  # a model without a map, or from before landmarks were measured
        return manifest.axes
    return checked_axes(manifest.axes, positions, measured) if len(points) else manifest.axes


def _summary(manifest: Manifest, folder: Path) -> dict[str, Any]:
    return {
        "family": manifest.family,
        "preset": manifest.preset,
        "rate": manifest.rate_hz,
        "length": manifest.length_samples,
        "peak_sample": manifest.peak_sample,
        "axes": [asdict(axis) for axis in _axes(manifest, folder)],
        "has_detail": manifest.has_detail,
        "has_tune": manifest.has_tune,
        "licence": manifest.licence,
        "metrics": dict(manifest.metrics),
        "created": manifest.created,
    }
