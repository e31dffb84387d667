"""Is a version fit to be played, and how good is it? What the promotion gate asks, in a second.

Unlike `sampler.measure.reconstruction`, which searches for each sound, this trusts the encoder, so that a
request can wait for it. Both versions of a comparison are measured by this same function.
"""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any, TypedDict

import numpy as np

from sampler.audio.features import first_part, model_frame
from sampler.audio.write import write_atomically
from sampler.constants import MODEL_LENGTH_SAMPLES
from sampler.dataset.hits import Dataset
from sampler.errors import BadDataset, CorruptArtifact, IncompatibleArtifact
from sampler.measure.evaluation import click_limit, click_share, reconstruction_distances
from sampler.measure.golden import faults
from sampler.measure.reconstruction import decode_positions, grid_positions
from sampler.model.inference import Model

GRID_STEPS = 9
CLICK_FLOOR = 6.0
"""The click limit is the crest that 95 % of the test sounds stay below; of a few dozen sounds that is chance,
and lies no lower than this (95 % of a hundred real snares stay below 5.2, the clicks among them reach 12)."""

METHOD = 2
"""Counted up when a measure changes its meaning: what is kept of earlier methods is measured again."""


class Measures(TypedDict):
    """Distances in dB between test sounds and what the model makes of them: smaller is closer."""

    sounds: int
    places: int
    click_share: float
    full_db: float
    map_only_db: float


class Judgement(TypedDict):
    """`faults` forbid to publish. `measures` is None for a model with faults, or without a test set."""

    faults: list[str]
    measures: Measures | None


def judge(
    folder: Path,
    testset: Path | None,
    runtime: str = "litert",
    *,
    self_test: bool = True,
    measure: bool = True,
) -> Judgement:
    """Judge a version folder, on a frozen test set if there is one. Raises BadDataset for a damaged one.

    The version is loaded afresh: what a worker has kept warm may be better than what lies on the disk. Its
    measures are kept beside the test set, for the next time; without `measure` there are only kept ones.
    """
    try:
        model = Model.load(folder, runtime)
        found = faults(model, folder) if self_test else []
    except (CorruptArtifact, IncompatibleArtifact) as error:
        return {"faults": [error.message], "measures": None}
    except (KeyError, ValueError, RuntimeError, OSError) as error:  # whatever a strange network answers with
        return {"faults": [f"It cannot be played: {error}."], "measures": None}
    if found:
        return {"faults": found, "measures": None}
    return {"faults": [], "measures": _measures(model, testset, measure) if testset else None}


def measure_on(model: Model, testset: Dataset) -> Measures:
    """Distances over the sounds of `testset`, with and without detail, and clicks over the whole map.

    To the distances only the first 0.37 s count: a version is held against others, of any length.
    """
    manifest = model.manifest
    real = np.stack([model_frame(sound, manifest.length_samples) for sound in testset])
    latents, details = model.encode(real)
    within = model.map.to_latent(model.map.to_position(latents))
    grid = decode_positions(model, grid_positions(GRID_STEPS))
    return {
        "sounds": len(real),
        "places": len(grid),
        "click_share": round(click_share(grid, max(CLICK_FLOOR, click_limit(real))), 4),
        "full_db": _distance_db(real, model.sounds(within, details)),
        "map_only_db": _distance_db(real, model.sounds(within)),
    }


def _distance_db(real: Any, made: Any) -> float:
    """The mean of the two distances that the model card states."""
    heard = (first_part(sounds, MODEL_LENGTH_SAMPLES) for sounds in (real, made))
    distances = reconstruction_distances(*heard)
    return round((distances["mrstft_db"] + distances["log_mel_db"]) / 2, 4)


def _measures(model: Model, file: Path, measure: bool) -> Measures | None:
    testset = Dataset.load(file)
    if not len(testset):
        raise BadDataset(f"{file} holds no sounds: restore it from a backup.")
    key = [METHOD, testset.fingerprint(), dict(model.manifest.files)]
    kept = file.parent / f"measures-{model.manifest.version}.json"
    if (found := _read(kept)) and found.get("of") == key:
        measures: Measures = found["measures"]
        return measures
    if not measure:
        return None
    measures = measure_on(model, testset)
    _write(kept, {"of": key, "measures": measures})
    return measures


def _read(path: Path) -> dict[str, Any] | None:
    """What is kept, if it can be read."""
    try:
        found: dict[str, Any] = json.loads(path.read_text())
    except (OSError, ValueError):
        return None
    return found


def _write(path: Path, value: dict[str, Any]) -> None:
    """Where nothing may be written, the next time measures anew."""
    with suppress(OSError):
        write_atomically(path, json.dumps(value).encode())
