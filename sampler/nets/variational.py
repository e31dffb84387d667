"""The plain variational autoencoder as a training model: one latent, one weight, free bits."""

from typing import Any

import keras
from keras import ops

from sampler.nets.losses import Distance, draw_gaussian, kl_to_standard_normal
from sampler.nets.training_model import MapModel

Tensor = Any


class VariationalAutoencoder(MapModel):
    """VAE (Kingma and Welling, 2014): encoder -> mean and log-variance, a draw, decoder.

    Loss: `distance` averaged over the batch, plus `warmth` times `kl_weight` times the KL divergence in nats,
    averaged over the batch, then summed over dimensions. Where the divergence of a dimension is below
    `free_nats`, it is charged as `free_nats`, so that nothing pulls it further down (Kingma et al., "Inverse
    autoregressive flow", 2016). `kl_0`, `kl_1`, ... are the divergences without weight and `free_nats`.
    """

    def __init__(
        self,
        encoder: keras.Model,
        decoder: keras.Model,
        *,
        distance: Distance,
        kl_weight: float,
        free_nats: float,
        **kwargs: Any,
    ) -> None:
        self.size = encoder.outputs[0].shape[1]
        names = ("distance", "kl", *(f"kl_{index}" for index in range(self.size)))
        super().__init__(encoder, decoder, names, **kwargs)
        self.distance, self.kl_weight, self.free_nats = distance, kl_weight, free_nats
        self.seeds = keras.random.SeedGenerator()

    def latent_means(self, features: Tensor) -> Tensor:
        return self.encoder(features, training=False)[0]

    def call(self, inputs: dict[str, Tensor], training: bool = False) -> dict[str, Tensor]:
        mean, log_variance = self.encoder(inputs["features"], training=training)
        latent = draw_gaussian(mean, log_variance, self.seeds) if training else mean
        audio = self.decoder(latent, training=training)
        return {"audio": audio, "mean": mean, "log_variance": log_variance}

    def compute_loss(
        self,
        x: Any = None,
        y: Any = None,
        y_pred: Any = None,
        sample_weight: Any = None,
        training: bool = True,
    ) -> Tensor:
        distance = ops.mean(self.distance(y_pred["audio"], x["audio"]))
        divergence = ops.mean(kl_to_standard_normal(y_pred["mean"], y_pred["log_variance"]), axis=0)
        charged = ops.sum(ops.maximum(divergence, self.free_nats))
        loss = distance + self.warmth * self.kl_weight * charged
        each = {f"kl_{index}": divergence[index] for index in range(self.size)}
        self.record(training, loss=loss, distance=distance, kl=ops.sum(divergence), **each)
        return loss
