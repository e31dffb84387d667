"""The models that a decode worker keeps loaded."""

import logging
import threading
from collections import defaultdict
from functools import lru_cache

from django.conf import settings

from sampler.artifact import list_versions
from sampler.errors import DrumscapeError
from sampler.model.budget import Budget
from sampler.model.inference import Model

logger = logging.getLogger(__name__)

WARM_MODELS = 12
"""A loaded model takes about 10 MB. All models of a kit are loaded: a sample is compared with each."""


_used: dict[str, Model] = {}
"""The versions used last, least recently used first, as `_loaded` forgets them."""

# A worker with a GPU has many threads: one loads a version while the others render with loaded ones.
_noting = threading.Lock()
_loading: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)


def warm_model(name: str, version: str) -> Model:
    """The version, loaded and verified. Raises ModelNotFound, CorruptArtifact or IncompatibleArtifact."""
    spec = f"{name}@{version}"
    with _loading[spec]:
        model = _loaded(name, version)
    with _noting:
        _used.pop(spec, None)
        _used[spec] = model
        if len(_used) > WARM_MODELS:
            del _used[next(iter(_used))]
    return model


def warm_models() -> dict[str, Model]:
    """The loaded models by name, each in the version that was used last."""
    with _noting:
        return {spec.partition("@")[0]: model for spec, model in _used.items()}


def warm_names() -> list[str]:
    """The loaded versions as name@version, the most recently used last."""
    return list(_used)


@lru_cache(maxsize=WARM_MODELS)
def _loaded(name: str, version: str) -> Model:
    return Model.load(settings.MODELS_DIR / name / version, settings.DECODE_RUNTIME)


def warm_up(*, searches: bool) -> None:
    """Load the newest version of each name, so that the first sound, or search, is as quick as the next.

    A thread renders the grids that searches begin with, which takes seconds: warm-up does not wait for it.
    """
    newest = {found.name: found.version for found in list_versions(settings.MODELS_DIR)}
    models = []
    for name, version in list(newest.items())[:WARM_MODELS]:
        try:
            models.append(warm_model(name, version))
        except DrumscapeError as error:
            logger.warning("%s@%s stays cold: %s", name, version, error.message)
    if searches:
        threading.Thread(target=_render_grids, args=(models,), daemon=True).start()


def _render_grids(models: list[Model]) -> None:
    for model in models:
        model.coarse_grid.render(Budget())
