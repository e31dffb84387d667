"""The train step of a generator and its critic, in TensorFlow: it takes a gradient of a gradient."""

from typing import TYPE_CHECKING, Any

import keras
import tensorflow as tf

from sampler.nets.adversarial import gradient_penalty
from sampler.steps.guarded_adam import GuardedAdam, compile_model

if TYPE_CHECKING:
    from sampler.nets.adversarial import AdversarialModel

Tensor = Any
BETA_1, BETA_2 = 0.5, 0.9
"""Adam's moments for both players in Gulrajani et al. (2017)."""

ENCODER_RATE_FACTOR = 10.0
"""The encoder solves a plain regression, which allows a higher learning rate than the game does."""


def player_optimizer(rate: float) -> GuardedAdam:
    """Adam for the generator or its critic. The penalty bounds their gradients, so they are not clipped."""
    return GuardedAdam(rate, BETA_1, BETA_2)


class TwoPlayerStep:
    """One batch moves the critic and the encoder; each `critic_steps`-th also moves the generator.

    `loss` in the history is the mean difference of the critic's scores of real and generated sounds, which
    estimates their Wasserstein distance.
    """

    def __init__(self, model: "AdversarialModel", rate: float) -> None:
        self.model = model
        self.generator = model.optimizer
        self.critic = player_optimizer(rate)
        self.encoder = GuardedAdam(rate, clipnorm=1.0, rate_factor=ENCODER_RATE_FACTOR)
        for optimizer, part in (
            (self.generator, model.decoder),
            (self.critic, model.critic),
            (self.encoder, model.encoder),
        ):
            optimizer.build(part.trainable_variables)

    def __call__(self, data: Any) -> dict[str, Tensor]:
        """Keras's train step: train on a batch and return the means so far."""
        inputs, _, _ = keras.utils.unpack_x_y_sample_weight(data)
        real, model = inputs["audio"], self.model
        latents = model.draw(tf.shape(real)[0])
        made = model.make(latents)
        begun = tf.identity(self.critic.iterations)
        self._move_critic(real, made)
        self._move_encoder(made, latents)
        done = tf.identity(self.critic.iterations)
        # after a step that the critic skipped, its count still stands where the generator has moved already
        due = tf.logical_and(done > begun, done % model.critic_steps == 0)
        tf.cond(due, lambda: self._move_generator(latents), lambda: None)
        return {name: model.means[name].result() for name in ("loss", "penalty", "generator", "place")}

    def _move_critic(self, real: Tensor, made: Tensor) -> None:
        model, weights = self.model, self.model.critic.trainable_variables
        with tf.GradientTape() as tape:
            scores = model.critic(tf.concat([real, made], axis=0), training=True)
            of_real, of_made = tf.split(scores, 2)
            distance = tf.reduce_mean(of_real) - tf.reduce_mean(of_made)
            penalty = gradient_penalty(self._slope(model.between(real, made)))
            loss = model.penalty_weight * penalty - distance
        self.critic.apply(tape.gradient(loss, weights), weights)
        self.model.record(loss=distance, penalty=penalty)

    def _slope(self, sounds: Tensor) -> Tensor:
        """Gradient of the critic's scores with respect to sounds (n, length): (n, length)."""
        with tf.GradientTape() as tape:
            tape.watch(sounds)
            scores = self.model.critic(sounds, training=True)
        return tape.gradient(scores, sounds)

    def _move_encoder(self, made: Tensor, latents: Tensor) -> None:
        weights = self.model.encoder.trainable_variables
        with tf.GradientTape() as tape:
            error = self.model.latent_error(made, latents)
        self.encoder.apply(tape.gradient(error, weights), weights)
        self.model.record(place=error)

    def _move_generator(self, latents: Tensor) -> None:
        weights = self.model.decoder.trainable_variables
        with tf.GradientTape() as tape:
            loss = -tf.reduce_mean(self.model.critic(self.model.make(latents), training=True))
        self.generator.apply(tape.gradient(loss, weights), weights)
        self.model.record(generator=loss)


def set_up_players(model: "AdversarialModel", rate: float) -> None:
    """Give a compiled model its two-player step, and the optimisers of critic and encoder."""
    step = TwoPlayerStep(model, rate)
    model.further_optimizers = [step.critic, step.encoder]
    model.train_step = step


def compile_two_players(model: "AdversarialModel", rate: float) -> None:
    """Compile a model with the two-player step; `rate` is the learning rate of generator and critic."""
    compile_model(model, player_optimizer(rate))
    set_up_players(model, rate)
