"""The judgement of a version for the promotion gate, in about a second: its faults and its measures.

`sampler.measure.reconstruction` searches for the location of each sound; this module takes the encoder's, so
that a request can wait for the result. The gate measures both versions of a comparison with this module.
"""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any, TypedDict, cast

import numpy as np
from numpy.typing import NDArray

from sampler.analysis.features import first_part, model_frame
from sampler.analysis.hearing import heard_distance
from sampler.analysis.spectra import log_mel_distance, mrstft_distance
from sampler.audio.write import write_atomically
from sampler.constants import MODEL_LENGTH_SAMPLES
from sampler.dataset.hits import Dataset
from sampler.errors import BadDataset, CorruptArtifact, IncompatibleArtifact
from sampler.measure.evaluation import click_limit, click_share
from sampler.measure.golden import faults
from sampler.measure.reconstruction import decode_positions, grid_positions
from sampler.model.inference import Model
from sampler.model.locating import tunes_towards

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]

GRID_STEPS = 9
CLICK_FLOOR = 6.0
"""Lower bound of the click limit. The limit is the crest that 95 % of the test sounds stay below, which among
a few dozen sounds varies by chance. Of a hundred real snares 95 % stay below 5.2; the clicks among them reach
12.
"""

METHOD = 4
"""Increase this number when a measure changes its meaning or its name: measures stored with another are
discarded.
"""


class Measures(TypedDict):
    """Measures of a version. `full_db` and `map_only_db` are audible distances in dB of its reconstructions,
    with and without detail, from `sounds` test sounds. `full_all_db` and `map_only_all_db` are means over all
    cells, of which most are silent: they stand beside and decide nothing. `click_share` is taken at
    `positions` positions.
    """

    sounds: int
    positions: int
    click_share: float
    full_db: float
    map_only_db: float
    full_all_db: float
    map_only_all_db: float


class Judgement(TypedDict):
    """A version with `faults` must not be published; it has no `measures`, nor has one without a test set."""

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
    """Judge a version folder, on a frozen test set if there is one. Raises BadDataset for a damaged test set.

    Loads the version from disk, since the files may have been damaged after a worker loaded them. Measures
    are stored beside the test set and reused; without `measure` only stored measures are returned.
    """
    try:
        model = Model.load(folder, runtime)
        found = faults(model, folder) if self_test else []
    except (CorruptArtifact, IncompatibleArtifact) as error:
        return {"faults": [error.message], "measures": None}
    except (KeyError, ValueError, RuntimeError, OSError) as error:  # what LiteRT raises for a wrong network
        return {"faults": [f"It cannot be played: {error}."], "measures": None}
    if found:
        return {"faults": found, "measures": None}
    return {"faults": [], "measures": _measures(model, testset, measure) if testset else None}


def measure_on(model: Model, testset: Dataset) -> Measures:
    """Distances over the sounds of `testset`, with and without detail, and the share of clicks over the map.

    Each reconstruction is in tune with its sound where that has a pitch and the model has tune.
    The distances use the first 0.37 s only, so that versions of different lengths can be compared.
    """
    manifest = model.manifest
    real = np.stack([model_frame(sound, manifest.length_samples) for sound in testset])
    latents, details, tunes = model.encode(real)
    within = model.map.to_latent(model.map.to_position(latents))
    grid = decode_positions(model, grid_positions(GRID_STEPS))
    measures = {
        "sounds": len(real),
        "positions": len(grid),
        "click_share": round(click_share(grid, max(CLICK_FLOOR, click_limit(real))), 4),
        **_distances_db("full", real, _in_tune(model, real, within, details, tunes)),
        **_distances_db("map_only", real, _in_tune(model, real, within, None, tunes)),
    }
    return cast(Measures, measures)


def _in_tune(model: Model, real: Floats, latents: Floats, details: Floats | None, tunes: Doubles) -> Floats:
    """Sounds (n, length), each at the pitch of the real one. `tunes` (n,) are what the encoder says."""
    made = model.sounds(latents, details, tune=tunes)
    if not model.manifest.has_tune or model.manifest.measures_tune:
        return made
    return model.sounds(latents, details, tune=tunes_towards(real, made))


def _distances_db(name: str, real: Floats, made: Floats) -> dict[str, float]:
    """The audible distance, and the mean of the two over all cells that the model card states."""
    beginnings = [first_part(sounds, MODEL_LENGTH_SAMPLES) for sounds in (made, real)]
    over_all = mrstft_distance(*beginnings).mean() + log_mel_distance(*beginnings).mean()
    heard_db = float(heard_distance(*beginnings).mean())
    return {f"{name}_db": round(heard_db, 4), f"{name}_all_db": round(float(over_all) / 2, 4)}


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
    """The stored measures; None if they cannot be read."""
    try:
        found: dict[str, Any] = json.loads(path.read_text())
    except (OSError, ValueError):
        return None
    return found


def _write(path: Path, value: dict[str, Any]) -> None:
    """Store measures. Where the folder cannot be written, nothing is stored and they are measured again."""
    with suppress(OSError):
        write_atomically(path, json.dumps(value).encode())
