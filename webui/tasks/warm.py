"""The models that a decode worker keeps loaded."""

import logging
from functools import lru_cache

from django.conf import settings

from sampler.artifact import list_versions
from sampler.errors import DrumscapeError
from sampler.inference import Model

logger = logging.getLogger(__name__)

WARM_MODELS = 4


@lru_cache(maxsize=WARM_MODELS)
def warm_model(name: str, version: str) -> Model:
    """That version, loaded and verified; raises ModelNotFound, CorruptArtifact or IncompatibleArtifact."""
    return Model.load(settings.MODELS_DIR / name / version, settings.DECODE_RUNTIME)


def warm_up() -> None:
    """Load the newest version of each name, so that the first sound is as quick as the next."""
    newest = {found.name: found.version for found in list_versions(settings.MODELS_DIR)}
    for name, version in list(newest.items())[:WARM_MODELS]:
        try:
            warm_model(name, version)
        except DrumscapeError as error:
            logger.warning("%s@%s stays cold: %s", name, version, error.message)
