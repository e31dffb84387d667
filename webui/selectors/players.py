"""What a browser needs to render the sounds of a version by itself."""

import gzip
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from sampler.artifact import PLAYER, read_manifest, read_verified
from sampler.constants import SEED_STRIDE
from sampler.errors import ModelNotFound
from webui.models import ModelVersion


def player_inputs(row: ModelVersion) -> dict[str, Any] | None:
    """How the inputs of a version's player follow from a sound's address; None for a version without one.

    Raises CorruptArtifact for a version that was changed on disk.
    """
    return _inputs(settings.MODELS_DIR / row.name / row.version)


@lru_cache(maxsize=64)
def _inputs(folder: Path) -> dict[str, Any] | None:
    manifest = read_manifest(folder)
    if PLAYER not in manifest.files:
        return None
    return {
        "tables": manifest.map_tables,
        "detail_size": manifest.detail_size,
        "noise_frames": manifest.noise_frames,
        "seed_stride": SEED_STRIDE,
        "peak_sample": manifest.peak_sample,
        "length": manifest.length_samples,
        "features": manifest.features,
    }


def network_file(row: ModelVersion, name: str) -> bytes:
    """A network of a version that has a player, compressed. Raises ModelNotFound or CorruptArtifact."""
    return _file(settings.MODELS_DIR / row.name / row.version, name)


@lru_cache(maxsize=8)
def _file(folder: Path, name: str) -> bytes:
    if _inputs(folder) is None:
        raise ModelNotFound("This version has no player: the server renders its sounds.")
    return gzip.compress(read_verified(folder, name), mtime=0)
