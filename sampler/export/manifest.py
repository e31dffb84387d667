"""The manifest of a version before its map is fitted and its sounds are measured."""

import datetime as dt

import sampler
from sampler.constants import MODEL_PEAK_SAMPLE, RATE_HZ
from sampler.export.card import Provenance
from sampler.export.source import Source
from sampler.manifest import Axis, Manifest

_UNMAPPED = [0.0, 1.0]


def unmapped_manifest(source: Source, name: str, provenance: Provenance) -> Manifest:
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
        measures_tune=can.measures_tune,
        noise_frames=can.noise_frames,
        axes=(Axis("x", "0", "1"), Axis("y", "0", "1")),
        map_tables=(_UNMAPPED, _UNMAPPED),
        fit_limit_db=0.0,
        licence=provenance.licence,
        training={
            "sounds": len(source.dataset),
            "groups": len(set(source.dataset.groups)),
            **source.training(),
            **({"replaces": provenance.replaces} if provenance.replaces else {}),
        },
        metrics={},
        code_version=sampler.__version__,
        created=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
    )
