"""Autoencoders as training models: an encoder and a decoder with the loss that trains them."""

from collections.abc import Callable
from typing import Any

import keras
from keras import ops

from sampler.nets.losses import Distance, draw_gaussian, kl_to_standard_normal, squared_error
from sampler.nets.training_model import MapModel

Tensor = Any


class Autoencoder(MapModel):
    """Plain autoencoder. Loss: `distance` averaged over the batch, by default the mean squared error."""

    def __init__(
        self,
        encoder: keras.Model,
        decoder: keras.Model,
        *,
        distance: Distance = squared_error,
        distance_name: str = "mse",
        **kwargs: Any,
    ) -> None:
        super().__init__(encoder, decoder, (distance_name,), **kwargs)
        self.distance, self.distance_name = distance, distance_name

    def call(self, inputs: dict[str, Tensor], training: bool = False) -> Tensor:
        return self.decoder(self.encoder(inputs["features"], training=training), training=training)

    def compute_loss(
        self,
        x: Any = None,
        y: Any = None,
        y_pred: Any = None,
        sample_weight: Any = None,
        training: bool = True,
    ) -> Tensor:
        distance = ops.mean(self.distance(y_pred, x["audio"]))
        self.record(training, loss=distance, **{self.distance_name: distance})
        return distance


class DetailedVariationalAutoencoder(MapModel):
    """VAE whose latent is a two-dimensional map and a detail vector, and whose decoder is excited by noise.

    Loss: `distance` averaged over the batch, plus `warmth` times the KL divergences of map and detail, which
    count `map_weight` and `detail_weight`. Each is in nats, summed over its dimensions and averaged over the
    batch. In training the detail of each second sound, drawn at random, is set to zero, so that a zero detail
    comes to mean "typical here".

    `core` is trained: latent, detail, tune and noise spectrum -> audio. `excitation` draws fresh spectra for
    it: (batch, seed generator) -> (batch, frames, 2 * bins). `decoder` serves: the core with a stored noise.
    """

    def __init__(
        self,
        encoder: keras.Model,
        core: keras.Model,
        decoder: keras.Model,
        *,
        map_size: int,
        excitation: Callable[[Tensor, keras.random.SeedGenerator], Tensor],
        distance: Distance,
        map_weight: float,
        detail_weight: float,
        input_noise: float,
        **kwargs: Any,
    ) -> None:
        each = tuple(f"kl_{index}" for index in range(map_size))
        super().__init__(encoder, decoder, ("distance", "kl_map", "kl_detail", *each), **kwargs)
        self.core, self.map_size, self.excitation, self.distance = core, map_size, excitation, distance
        self.map_weight, self.detail_weight, self.input_noise = map_weight, detail_weight, input_noise
        self.seeds = keras.random.SeedGenerator()

    def latent_means(self, features: Tensor) -> Tensor:
        return self.encoder(features, training=False)[0]

    def typical_sounds(self, latents: Tensor) -> Tensor:
        count, detail_size = latents.shape[0], self.encoder.outputs[0].shape[1] - self.map_size
        on_map = ops.convert_to_tensor(latents, "float32")
        detail, tune, shift = (ops.zeros((count, size)) for size in (detail_size, 1, 1))
        return self.decoder([on_map, detail, tune, ops.cast(shift, "int32")], training=False)

    def call(self, inputs: dict[str, Tensor], training: bool = False) -> dict[str, Tensor]:
        features = inputs["features"]
        if training:
            features += self.input_noise * keras.random.normal(ops.shape(features), seed=self.seeds)
        mean, log_variance = self.encoder(features, training=training)
        latent = draw_gaussian(mean, log_variance, self.seeds) if training else mean
        on_map, detail = latent[:, : self.map_size], latent[:, self.map_size :]
        if training:
            detail *= ops.cast(
                keras.random.uniform((ops.shape(mean)[0], 1), seed=self.seeds) < 0.5, detail.dtype
            )
        spectrum = self.excitation(ops.shape(mean)[0], self.seeds)
        audio = self.core([on_map, detail, ops.zeros_like(on_map[:, :1]), spectrum])
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
        kl_map, kl_detail = ops.sum(divergence[: self.map_size]), ops.sum(divergence[self.map_size :])
        loss = distance + self.warmth * (self.map_weight * kl_map + self.detail_weight * kl_detail)
        each = {f"kl_{index}": divergence[index] for index in range(self.map_size)}
        self.record(training, loss=loss, distance=distance, kl_map=kl_map, kl_detail=kl_detail, **each)
        return loss
