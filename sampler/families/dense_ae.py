"""Dense autoencoders on raw waveforms, as the original project trained them: layers down to two numbers and
back.

Loss: squared error, averaged over samples and batch. The activation is that of every layer, also of the two
numbers; the output is linear.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sampler.constants import MODEL_LENGTH_SAMPLES
from sampler.families.base import Capabilities, Family, Preset

if TYPE_CHECKING:
    from sampler.nets.autoencoders import TrainingModel

SIZES = {"small": (9,), "med": (96, 24), "big": (384, 96, 24)}
ACTIVATIONS = {"relu": "relu", "tanh": "tanh", "sig": "sigmoid"}


def build(hyper: Mapping[str, Any]) -> "TrainingModel":
    """Encoder (batch, length) -> (batch, 2), decoder (batch, 2) -> (batch, length) with a linear output."""
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


TITLES = {"small": "Plain network, tiny", "med": "Plain network, middling", "big": "Plain network, large"}

PLAIN = "Learns waveforms as they are: a thud rather than a drum. The smaller it is, the sooner it is done."


def _preset(size: str, short: str) -> Preset:
    units, activation = SIZES[size], ACTIVATIONS[short]
    hyper = {"units": units, "activation": activation, "length_samples": MODEL_LENGTH_SAMPLES}
    layers = "-".join(map(str, (*units, 2)))
    text = f"Dense autoencoder {layers}, {activation}: quick to train, a thud rather than a drum"
    return Preset(
        f"ae-{size}-{short}", "dense_ae", text, epochs=700, hyper=hyper, title=TITLES[size], plain=PLAIN
    )


FAMILY = Family(
    name="dense_ae",
    presets=tuple(_preset(size, short) for size in SIZES for short in ACTIVATIONS),
    capabilities=lambda hyper: Capabilities(features="waveform"),
    build=build,
)
