"""Which other models fit a sample clearly better, by the typical sounds of their maps."""

import math
from collections.abc import Mapping

from sampler.analysis.features import model_frame
from sampler.analysis.reference import HOP, Reference
from sampler.audio.prepare import Prepared
from sampler.constants import MODEL_LENGTH_SAMPLES
from sampler.model.inference import Model

CLEARLY = 0.85
"""A model fits clearly better when its nearest sound is at most this share as far away.

Of thirty unseen kicks, snares and hats each, dropped on another's map, 19 on average are sent to their own
model; of those on their own map 8 in 90 are sent elsewhere.
"""

FRAMES = MODEL_LENGTH_SAMPLES // HOP
"""Models of different lengths are compared over the first 0.37 s."""


def better(prepared: Prepared, own: Model, rivals: Mapping[str, Model]) -> list[str]:
    """Names of the `rivals` that have a typical sound heard clearly nearer to a sample, the best first.

    Compares the coarse grids that searches begin with, which are there already: no sound is rendered. A
    model whose grid is not rendered yet is left out, and there is none while that of `own` is missing.
    """
    reference = Reference(model_frame(prepared, MODEL_LENGTH_SAMPLES))
    own_db = _nearest_db(own, reference)
    limit_db = CLEARLY * own_db if math.isfinite(own_db) else 0.0
    found = {name: _nearest_db(model, reference) for name, model in rivals.items()}
    return sorted((name for name, db in found.items() if db < limit_db), key=lambda name: found[name])


def _nearest_db(model: Model, reference: Reference) -> float:
    """Infinite where the grid is not complete."""
    grid = model.coarse_grid
    return float(grid.distances(reference, FRAMES).min()) if grid.is_complete else math.inf
