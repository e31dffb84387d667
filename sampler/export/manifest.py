"""The manifest of a version before its map is fitted and its sounds are measured."""

import datetime as dt
from typing import Any

import sampler
from sampler.artifact import Axis, Manifest
from sampler.constants import MODEL_PEAK_SAMPLE, RATE_HZ
from sampler.export.source import Source
from sampler.training import checkpoint

_UNMAPPED = [0.0, 1.0]


def unmapped_manifest(source: Source, name: str, licence: str) -> Manifest:
    """The manifest of a run's model whose map is the unit square of its latents."""
    can = source.capabilities
    return Manifest(
        name=name,
        version="",
        family=source.config["family"],
        preset=source.config["preset"],
        hyper=source.config["hyper"],
        rate_hz=RATE_HZ,
        length_samples=can.length_samples,
        peak_sample=MODEL_PEAK_SAMPLE,
        latent_size=2,
        features=can.features,
        detail_size=can.detail_size,
        has_tune=can.has_tune,
        noise_frames=can.noise_frames,
        axes=(Axis("x", "0", "1"), Axis("y", "0", "1")),
        map_tables=(_UNMAPPED, _UNMAPPED),
        fit_limit_db=0.0,
        licence=licence,
        training=_training(source),
        metrics={},
        code_version=sampler.__version__,
        created=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
    )


def _training(source: Source) -> dict[str, Any]:
    """What the manifest says of the training."""
    counters = checkpoint.read_counters(source.run)
    return {
        "sounds": len(source.dataset),
        "groups": len(set(source.dataset.groups)),
        "trained_on": len(source.division.training),
        "validated_on": len(source.division.validation),
        "fingerprint": source.dataset.fingerprint(),
        "steps": counters["step"],
        "elapsed_s": round(counters["spent_s"], 1),
        "seed": source.config["seed"],
        "settings": source.config["training"],
    }
