"""Fitting the map of a model and naming its axes, by what the model sounds like."""

import dataclasses
from pathlib import Path

import numpy as np

from sampler.analysis.features import first_part
from sampler.analysis.hearing import heard_distance
from sampler.analysis.spectra import descriptors
from sampler.constants import MODEL_LENGTH_SAMPLES
from sampler.errors import BadRun
from sampler.export.source import Source
from sampler.families.base import FloatArray
from sampler.manifest import Axis, Manifest
from sampler.measure.reconstruction import grid_positions
from sampler.model.inference import Model
from sampler.model.map import Map, fit_map, name_axes, turn_upwards
from sampler.model.runtime import load_networks
from sampler.quiet import native_silence
from sampler.training.arrays import frames_of
from sampler.training.augment import variations

NAMING_STEPS = 17
"""Positions along each axis that are heard to name it."""

FIT_PERCENTILE = 95
UNIFORM_LATENTS = 4096
VARIED, MOST_VARIED = 2, 2048
"""Variations of each training sound, and of all together, that a map has room for."""


def mapped_model(source: Source, manifest: Manifest, folder: Path) -> Model:
    """The model in `folder`, its map fitted and its axes named; `manifest` is that of the unmapped model.

    Raises BadRun where the weights are not finite.
    """
    with native_silence():
        networks = load_networks(folder, has_player=True)
        unmapped = Model(manifest, *networks)
        unmapped.sounds(np.zeros((1, 2), np.float32))  # native code prints its messages on the first call
    means, details, tunes = unmapped.encode(source.training_frames)
    if not np.all(np.isfinite(means)):
        raise BadRun(f"{source.run} holds weights that are not finite; resume it from an earlier state.")
    fitted, axes = _named(fit_map(_mapped_latents(source, unmapped, means), unmapped.sounds), unmapped)
    made = unmapped.sounds(fitted.to_latent(fitted.to_position(means)), details, tune=tunes)
    beginnings = (first_part(sounds, MODEL_LENGTH_SAMPLES) for sounds in (made, source.training_frames))
    fit_db = round(float(np.percentile(heard_distance(*beginnings), FIT_PERCENTILE)), 3)
    tables = (fitted.tables[0].tolist(), fitted.tables[1].tolist())
    mapped = dataclasses.replace(
        manifest, map_tables=tables, fit_limit_db=fit_db, fit_is_heard=True, axes=axes
    )
    return Model(mapped, *networks)


def _mapped_latents(source: Source, model: Model, means: FloatArray) -> FloatArray:
    """Latents (n, 2) whose percentiles the map runs between.

    They are all there are, where the family's prior is uniform. Otherwise they are the `means` of the
    training sounds and, where the model learned from variations, those of some variations.
    """
    rng = np.random.default_rng(0)
    if source.capabilities.prior == "uniform":
        return rng.uniform(-1, 1, (UNIFORM_LATENTS, 2)).astype(np.float32)
    division, copies = source.division, min(VARIED, source.config["training"]["augmented_copies"])
    count = min(copies * len(division.training), MOST_VARIED)
    varied = variations(division.training, division.training_groups, count, rng)
    length = source.capabilities.length_samples
    return np.concatenate([means, *(model.encode(frames_of([sound], length))[0] for sound in varied)])


def _named(fitted: Map, model: Model) -> tuple[Map, tuple[Axis, Axis]]:
    """The map turned so that what its axes name grows along them, and the names."""
    positions = grid_positions(NAMING_STEPS)
    heard = descriptors(model.sounds(fitted.to_latent(positions)))
    return turn_upwards(fitted, name_axes(positions, heard))
