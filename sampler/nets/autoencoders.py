"""Training models: an encoder and a decoder with the objective that trains them through `fit`.

They hold no architecture: families hand them networks. `warmth` runs from 0 to 1 as the regularisers warm up;
the trainer's schedule sets it.
"""

from collections.abc import Callable
from typing import Any

import keras
from keras import ops

from sampler.nets.losses import draw_gaussian, kl_to_standard_normal, squared_error

Tensor = Any
Distance = Callable[[Tensor, Tensor], Tensor]


class TrainingModel(keras.Model):
    """Base: an `encoder`, a `decoder` that serves, named running means, `loss` among them, and `warmth`."""

    def __init__(
        self, encoder: keras.Model, decoder: keras.Model, means: tuple[str, ...], **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.encoder, self.decoder = encoder, decoder
        self.warmth = self.add_weight(name="warmth", shape=(), initializer="zeros", trainable=False)
        # Keras logs by name and the last one counts, so its own mean of the loss gives way to ours
        self.means = {name: keras.metrics.Mean(name=name) for name in ("loss", *means)}

    def record(self, training: bool = True, **values: Tensor) -> None:
        """Take scalars into the means. In training what is no number is left out: its step is skipped, and
        would hide all others of its epoch.
        """
        for name, value in values.items():
            finite = ops.isfinite(value) if training else True
            self.means[name].update_state(ops.where(finite, value, 0.0), ops.cast(finite, "float32"))


class Autoencoder(TrainingModel):
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


class DetailedVariationalAutoencoder(TrainingModel):
    """VAE whose latent is a two-dimensional map and a detail vector, and whose decoder is excited by noise.

    Loss: distance averaged over the batch, plus `map_weight` and `detail_weight` times the KL divergence of
    each part in nats, summed over its dimensions and averaged over the batch, both times `warmth`. Detail is
    zeroed for half of the sounds, so that a zero detail means "typical here".
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

    def call(self, inputs: dict[str, Tensor], training: bool = False) -> dict[str, Tensor]:
        features = inputs["features"]
        if training:
            features += self.input_noise * keras.random.normal(ops.shape(features), seed=self.seeds)
        mean, log_variance = self.encoder(features, training=training)
        latent = draw_gaussian(mean, log_variance, self.seeds) if training else mean
        place, detail = latent[:, : self.map_size], latent[:, self.map_size :]
        if training:
            detail *= ops.cast(
                keras.random.uniform((ops.shape(mean)[0], 1), seed=self.seeds) < 0.5, detail.dtype
            )
        spectrum = self.excitation(ops.shape(mean)[0], self.seeds)
        audio = self.core([place, detail, ops.zeros_like(place[:, :1]), spectrum])
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
