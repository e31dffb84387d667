"""What every training model has, whatever its family: its losses as means, its optimisers, its warm-up.

Training models hold no architecture: a family hands them its networks.
"""

from typing import Any

import keras
from keras import ops

Tensor = Any


class TrainingModel(keras.Model):
    """Base of all training models. `means` are the running means by name that the history keeps.

    `warmth` is a scalar variable from 0 to 1, the share of their full weight that the regularisers have; the
    trainer's schedule sets it.
    """

    def __init__(self, means: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.warmth = self.add_weight(name="warmth", shape=(), initializer="zeros", trainable=False)
        # two metrics of one name would both be logged as one: this mean replaces Keras's own of the loss
        self.means = {name: keras.metrics.Mean(name=name) for name in ("loss", *means)}

    @property
    def optimizers(self) -> list[Any]:
        """Every optimiser of the compiled model."""
        return [self.optimizer]

    @property
    def served_variables(self) -> list[Any]:
        """The variables that an artefact holds, in the order in which it holds them."""
        raise NotImplementedError

    def create_variables(self) -> None:
        """Call the model once: Keras creates variables on the first call, and only then can load weights."""
        raise NotImplementedError

    def record(self, training: bool = True, **values: Tensor) -> None:
        """Add scalars to the means.

        In training, a value that is not finite is left out: the guard skips its step, and it would spoil the
        mean of the whole epoch.
        """
        for name, value in values.items():
            finite = ops.isfinite(value) if training else True
            self.means[name].update_state(ops.where(finite, value, 0.0), ops.cast(finite, "float32"))


class MapModel(TrainingModel):
    """A training model with a map: `encoder`, features -> latents, and `decoder`, which serves, back to
    audio.

    The first two latents are the map, further ones the detail.
    """

    def __init__(
        self, encoder: keras.Model, decoder: keras.Model, means: tuple[str, ...], **kwargs: Any
    ) -> None:
        super().__init__(means, **kwargs)
        self.encoder, self.decoder = encoder, decoder

    @property
    def served_variables(self) -> list[Any]:
        return [*self.encoder.trainable_variables, *self.decoder.trainable_variables]

    def create_variables(self) -> None:
        shape = (1, *self.encoder.input_shape[1:])
        self({"features": ops.zeros(shape)}, training=False)

    def mean_encoder(self) -> keras.Model:
        """The encoder that serves: features -> the mean of the latents (batch, size), without a variance."""
        return keras.Model(self.encoder.inputs, self.encoder.outputs[0])

    def latent_means(self, features: Tensor) -> Tensor:
        """Means of the latents of features (n, ...), as in serving: (n, size)."""
        return self.encoder(features, training=False)

    def typical_sounds(self, latents: Tensor) -> Tensor:
        """Sounds at latents (n, 2) of the map, without detail and tune: (n, length)."""
        return self.decoder(latents, training=False)
