"""Presets with narrow networks and short sounds, for tests that train them all."""

from dataclasses import replace
from typing import Any

from sampler.families import preset
from sampler.families.base import Preset

LENGTH_SAMPLES = 4096
MODAL_LENGTH_SAMPLES = 16_384
NARROW: dict[str, dict[str, Any]] = {
    "dense_ae": {},
    "conv_ae": {"channels": (2, 3, 4, 5, 6)},
    "vae": {"units": (24, 16, 12)},
    "wavegan": {
        "channels": (2, 3, 4, 5, 6),
        "critic_steps": 2,
        "encoder_filters": (2, 3, 4, 5),
        "encoder_units": 8,
    },
    "modal": {"length_samples": MODAL_LENGTH_SAMPLES},
}


def small(name: str, **hyper: Any) -> Preset:
    """A preset that trains in a moment: as many layers as the real one has, but narrow ones.

    `modal` is quick as it is: its sounds alone get shorter.
    """
    real = preset(name)
    narrow = dict(NARROW[real.family])
    if real.family == "dense_ae":
        narrow["units"] = tuple(min(24, units) for units in real.hyper["units"])
    changes = {"length_samples": LENGTH_SAMPLES, **narrow, **hyper}
    return replace(real, hyper={**real.hyper, **changes}, augmented_copies=0, batch_size=4)
