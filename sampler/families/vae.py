"""Dense variational autoencoders on waveforms, as the original project trained them: three KL weights.

Loss: squared error, averaged over samples and batch, plus `kl_weight` times the KL divergence in nats,
averaged over the batch and summed over the two dimensions. The weight rises linearly over 30,000 batches, or
over half of a training shorter than twice that.

The squared error of a good reconstruction is about 0.01, so at weight 0.01 one nat costs as much as leaving
the whole sound out, and the latent collapses. `kl_0` and `kl_1` in the history show a collapse. `free_nats`
cures it: each dimension may hold so many nats at no cost.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sampler.constants import MODEL_LENGTH_SAMPLES
from sampler.families.base import Capabilities, Family, Preset

if TYPE_CHECKING:
    from sampler.nets.training_model import MapModel

WARMUP_BATCHES = 30_000
WEIGHTS = {"vae-a": 0.01, "vae-b": 0.001, "vae-c": 0.0001}


def build(hyper: Mapping[str, Any]) -> "MapModel":
    """Encoder (batch, length) -> mean and log-variance (batch, 2); decoder (batch, 2) -> (batch, length)."""
    import keras

    from sampler.nets.layers import dense_stack, gaussian_heads
    from sampler.nets.losses import squared_error
    from sampler.nets.variational import VariationalAutoencoder

    audio = keras.Input((hyper["length_samples"],), name="features")
    hidden = dense_stack(audio, hyper["units"], hyper["activation"])
    encoder = keras.Model(audio, gaussian_heads(hidden, 2), name="encoder")
    latent = keras.Input((2,), name="latent")
    hidden = dense_stack(latent, hyper["units"][::-1], hyper["activation"])
    made = keras.layers.Dense(hyper["length_samples"], name="audio")(hidden)
    return VariationalAutoencoder(
        encoder,
        keras.Model(latent, made, name="decoder"),
        distance=squared_error,
        kl_weight=hyper["kl_weight"],
        free_nats=hyper["free_nats"],
    )


TITLES = {"vae-a": "Even map, blurred", "vae-b": "Even map, clearer", "vae-c": "Even map, clearest"}


def _preset(name: str, weight: float) -> Preset:
    return Preset(
        name=name,
        description=f"Dense variational autoencoder, KL weight {weight:g}: the smaller, the closer and the "
        "less even",
        epochs=1500,
        hyper={
            "length_samples": MODEL_LENGTH_SAMPLES,
            "units": (384, 96, 24),
            "activation": "tanh",
            "kl_weight": weight,
            "free_nats": 0.0,
        },
        small={"length_samples": 4096, "units": (24, 16, 12)},
        steps_per_s=14.0,
        title=TITLES[name],
        plain="Spreads its sounds evenly over the map, at the price of blurring them: they stay dull.",
        warmup_batches=WARMUP_BATCHES,
    )


FAMILY = Family(
    rank=30,
    presets=tuple(_preset(name, weight) for name, weight in WEIGHTS.items()),
    capabilities=lambda hyper: Capabilities(hyper["length_samples"], features="waveform", prior="normal"),
    build=build,
)
