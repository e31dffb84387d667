"""Autoencoders as training models: an encoder and a decoder with the loss that trains them."""

from typing import Any

import keras
from keras import ops

from sampler.nets.losses import Distance, squared_error
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
