"""Dense autoencoders on raw waveforms, as the original project trained them.

Dense layers lead down to two numbers and back; each has the preset's activation, the two numbers included,
and the output is linear. Loss: squared error, averaged over samples and batch.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sampler.constants import MODEL_LENGTH_SAMPLES
from sampler.families.base import Capabilities, Family, Preset

if TYPE_CHECKING:
    from sampler.nets.training_model import MapModel

UNITS = {"small": (9,), "med": (96, 24), "big": (384, 96, 24)}
STEPS_PER_S = {"small": 215.0, "med": 47.0, "big": 16.0}
TITLES = {"small": "Plain network, tiny", "med": "Plain network, middling", "big": "Plain network, large"}
ACTIVATIONS = {"relu": "relu", "tanh": "tanh", "sig": "sigmoid"}


def build(hyper: Mapping[str, Any]) -> "MapModel":
    """Encoder (batch, length) -> (batch, 2), decoder (batch, 2) -> (batch, length)."""
    import keras

    from sampler.nets.autoencoders import Autoencoder
    from sampler.nets.layers import dense_stack

    audio = keras.Input((hyper["length_samples"],), name="features")
    hidden = dense_stack(audio, hyper["units"], hyper["activation"])
    encoder = keras.Model(
        audio, keras.layers.Dense(2, activation=hyper["activation"])(hidden), name="encoder"
    )
    latent = keras.Input((2,), name="latent")
    hidden = dense_stack(latent, hyper["units"][::-1], hyper["activation"])
    made = keras.layers.Dense(hyper["length_samples"], name="audio")(hidden)
    return Autoencoder(encoder, keras.Model(latent, made, name="decoder"))


def _preset(size: str, short: str) -> Preset:
    units, activation = UNITS[size], ACTIVATIONS[short]
    layers = "-".join(map(str, (*units, 2)))
    return Preset(
        name=f"ae-{size}-{short}",
        description=f"Dense autoencoder {layers}, {activation}: quick to train, a thud rather than a drum",
        epochs=700,
        hyper={"units": units, "activation": activation, "length_samples": MODEL_LENGTH_SAMPLES},
        small={"units": tuple(min(24, width) for width in units), "length_samples": 4096},
        steps_per_s=STEPS_PER_S[size],
        title=TITLES[size],
        plain="Learns waveforms as they are: a thud rather than a drum. The smaller it is, the sooner it is "
        "done.",
    )


FAMILY = Family(
    rank=10,
    presets=tuple(_preset(size, short) for size in UNITS for short in ACTIVATIONS),
    capabilities=lambda hyper: Capabilities(hyper["length_samples"], features="waveform"),
    build=build,
)
