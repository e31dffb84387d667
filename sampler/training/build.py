"""Building and compiling the model of a preset."""

import gc
import os
from typing import TYPE_CHECKING, Any

from sampler.errors import BadValue
from sampler.families import family
from sampler.families.base import Preset
from sampler.quiet import native_silence

if TYPE_CHECKING:
    from sampler.nets.training_model import TrainingModel


def build_model(preset: Preset, seed: int = 0) -> Any:
    """A fresh model of a preset, with all its variables; `seed` decides its first weights."""
    _import_keras()
    import keras

    keras.utils.set_random_seed(seed)
    model = family(preset.family).build(preset.hyper)
    model.create_variables()
    return model


def build_or_refuse(preset: Preset, seed: int) -> Any:
    """`build_model`. Raises BadValue where the hyper-parameters make no model."""
    try:
        return build_model(preset, seed)
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        reason = str(error).partition("\n")[0].rstrip(".")
        raise BadValue(f"{preset.name} cannot be built so: {reason}. Choose other settings.") from error


def compile_model(model: "TrainingModel", preset: Preset) -> None:
    """Give a model its optimisers and its train step, as its family declares."""
    family(preset.family).compile(model, preset)


def _import_keras() -> None:
    """Import Keras without the messages that TensorFlow prints meanwhile.

    Modules stay for ever: looking for garbage among so many takes a fifth of the time.
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    gc.disable()
    try:
        with native_silence():
            import keras  # noqa: F401
    finally:
        gc.enable()
