"""A generator, its critic and an encoder as one training model: what each of them minimises.

`sampler.steps.two_players` decides which of them moves at which batch.
"""

from typing import Any

import keras
from keras import ops

from sampler.nets.log_mel import log_mel_image
from sampler.nets.losses import Distance
from sampler.nets.training_model import MapModel

Tensor = Any


class AdversarialModel(MapModel):
    """WGAN-GP (Gulrajani et al., 2017) on latents uniform from -1 to 1, and an encoder of its sounds.

    The critic minimises its mean score of generated sounds minus that of real ones, plus `penalty_weight`
    times the mean of (gradient norm - 1)^2. The generator minimises minus the mean score of generated sounds.
    The encoder minimises the squared error of the latents that generated sounds came from; the history calls
    it `place`. All are averaged over the batch, the encoder's also over dimensions. In validation, `distance`
    compares each recording with the sound at the latents that the encoder finds for it.
    """

    def __init__(
        self,
        encoder: keras.Model,
        decoder: keras.Model,
        critic: keras.Model,
        *,
        distance: Distance,
        penalty_weight: float,
        critic_steps: int,
        input_noise: float,
        **kwargs: Any,
    ) -> None:
        names = ("distance", "penalty", "generator", "place")
        super().__init__(encoder, decoder, names, **kwargs)
        self.critic, self.distance = critic, distance
        self.penalty_weight, self.critic_steps, self.input_noise = penalty_weight, critic_steps, input_noise
        self.seeds = keras.random.SeedGenerator()
        self.further_optimizers: list[Any] = []

    @property
    def optimizers(self) -> list[Any]:
        """Those of generator, critic and encoder."""
        return [self.optimizer, *self.further_optimizers]

    def typical_sounds(self, latents: Tensor) -> Tensor:
        detail_size = self.encoder.outputs[0].shape[1] - 2
        return self.make(ops.concatenate([latents, ops.zeros((latents.shape[0], detail_size))], axis=1))

    def draw(self, count: Tensor) -> Tensor:
        """Random latents with their details: (count, size)."""
        shape = (count, self.encoder.outputs[0].shape[1])
        return keras.random.uniform(shape, -1, 1, seed=self.seeds)

    def make(self, latents: Tensor) -> Tensor:
        """Latents with their details (n, size) -> sounds (n, length)."""
        inputs = [latents[:, :2], latents[:, 2:]]
        return self.decoder(inputs if len(self.decoder.inputs) > 1 else inputs[0])

    def between(self, real: Tensor, made: Tensor) -> Tensor:
        """Random mixtures of real and made sounds, where the gradient penalty is taken: (n, length)."""
        share = keras.random.uniform((ops.shape(real)[0], 1), seed=self.seeds)
        return real + share * (made - real)

    def latent_error(self, made: Tensor, latents: Tensor) -> Tensor:
        """Mean squared error of the encoder on sounds that the generator made: ()."""
        image = log_mel_image(made)
        image += self.input_noise * keras.random.normal(ops.shape(image), seed=self.seeds)
        return ops.mean(ops.square(self.encoder(image, training=True) - latents))

    def call(self, inputs: dict[str, Tensor], training: bool = False) -> Tensor:
        return self.make(self.encoder(inputs["features"], training=training))

    def compute_loss(
        self,
        x: Any = None,
        y: Any = None,
        y_pred: Any = None,
        sample_weight: Any = None,
        training: bool = True,
    ) -> Tensor:
        distance = ops.mean(self.distance(y_pred, x["audio"]))
        self.record(training, loss=distance, distance=distance)
        return distance

    def compute_metrics(self, x: Any, y: Any, y_pred: Any, sample_weight: Any = None) -> dict[str, Tensor]:
        """The means of validation alone: the two-player step returns those of training."""
        return {name: self.means[name].result() for name in ("loss", "distance")}


def gradient_penalty(gradient: Tensor) -> Tensor:
    """Mean of (norm - 1)^2 over gradients (n, length): ()."""
    # the root of a plain sum would have no gradient where a critic is flat
    norm = ops.sqrt(ops.sum(ops.square(gradient), axis=1) + 1e-12)
    return ops.mean(ops.square(norm - 1))
