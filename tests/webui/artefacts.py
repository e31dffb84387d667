"""Artefacts in the real format without real networks, to register, publish and describe."""

import dataclasses
import json
from pathlib import Path
from typing import Any

from sampler.artifact import LANDMARKS, PLAYER, publish
from sampler.manifest import Axis, Manifest

TOM = Manifest(
    name="tom",
    version="0",
    family="dense_ae",
    preset="ae-med-tanh",
    hyper={},
    rate_hz=44_100,
    length_samples=16_384,
    peak_sample=441,
    latent_size=2,
    features="audio",
    detail_size=0,
    has_tune=False,
    noise_frames=0,
    axes=(Axis("brightness", "dark", "bright"), Axis("length", "short", "long")),
    map_tables=([0.0, 1.0], [0.0, 1.0]),
    fit_limit_db=10.0,
    licence="CC0-1.0",
    training={},
    metrics={"sounds": 3},
    code_version="0",
    created="2026-01-01T00:00:00+00:00",
)


def publish_version(
    models_dir: Path, name: str = "tom", *, has_map: bool = True, player: bytes = b"", **changes: Any
) -> Path:
    """Write the next version of `name`, its manifest changed; returns its folder."""

    def build(folder: Path) -> Manifest:
        (folder / "encoder.tflite").write_bytes(b"not a network")
        if has_map:
            (folder / LANDMARKS).write_text(json.dumps({"points": [], "overlays": {}}))
        if player:
            (folder / PLAYER).write_bytes(player)
        return dataclasses.replace(TOM, **changes)

    return publish(models_dir, name, build)
