"""A recurrent network over frames of coefficients, with a variational autoencoder for each next frame.

Chung et al., "A Recurrent Latent Variable Model for Sequential Data" (2015), on an MDCT or STFT. The form
"published" is that of the first systems of this kind: blocks side by side, squared error, a fixed prior.
"""

import math
from typing import Any

import keras
import numpy as np
from keras import ops

from sampler.nets.recordings.carrying import CarryingModel
from sampler.sequence.transforms import Transform

Tensor = Any
LOWEST_VARIANCE, HIGHEST_VARIANCE = 1e-4, 30.0
"""Bounds of the variance of a normalised coefficient."""

QUIETEST_SHARE = 1e-3
"""Least scale of a coefficient, as a share of the largest: rounding noise is not learned."""


class LstmVae(CarryingModel):
    """Frames heard so far -> a distribution of latents -> a distribution of the next frame.

    `published` chooses the first published form. `gain` is the standard deviation of the logarithm of the
    factors that heard frames are multiplied by in training, so that the network does not follow their level.
    """

    def __init__(
        self,
        transform: Transform,
        width: int,
        layers: int,
        hidden: int,
        latent: int,
        *,
        length_samples: int,
        published: bool,
        gain: float,
    ) -> None:
        super().__init__(transform.frame_samples, length_samples, ("likelihood", "kl"))
        self.transform, self.latent, self.published, self.gain = transform, latent, published, gain
        self.width = width
        count = transform.coefficients
        self.scale = self.add_weight(name="scale", shape=(count,), initializer="ones", trainable=False)
        self.cells = [
            keras.layers.LSTM(width, return_sequences=True, return_state=True, name=f"cell_{index}")
            for index in range(layers)
        ]
        self.encoder = keras.Sequential(
            [keras.layers.Dense(hidden, activation="relu"), keras.layers.Dense(2 * latent)], name="encoder"
        )
        self.prior = keras.layers.Dense(2 * latent, name="prior")
        self.hidden = keras.layers.Dense(hidden, activation="relu", name="hidden")
        self.frame = keras.layers.Dense(count if published else 2 * count, name="frame")
        self.seeds = keras.random.SeedGenerator(0)

    @property
    def state_shapes(self) -> list[tuple[int, ...]]:
        return [(self.width,)] * (2 * len(self.cells))

    @property
    def served_variables(self) -> list[Any]:
        """All weights but the encoder's, which hears what is still to be played."""
        unheard = {id(variable) for variable in self.encoder.variables}
        unheard |= {id(variable) for variable in self.prior.variables if self.published}
        return [self.scale, *(one for one in self.trainable_variables if id(one) not in unheard)]

    def create_variables(self) -> None:
        super().create_variables()
        self.prior.trainable = not self.published

    def fit_scale(self, audio: Tensor) -> None:
        """Set the scale of every coefficient from windows of audio (n, context + length)."""
        frames = np.asarray(self.coefficients(ops.convert_to_tensor(audio)))
        spread = np.sqrt(np.mean(np.square(frames), axis=(0, 1)))
        if self.published:
            spread = np.full_like(spread, np.sqrt(np.mean(spread**2)))
        self.scale.assign(np.maximum(spread, max(1e-6, QUIETEST_SHARE * spread.max())))

    def coefficients(self, audio: Tensor) -> Tensor:
        """Frames of audio (batch, context + length): (batch, 1 + frames, coefficients), companded unless
        `published`.
        """
        hop, batch = self.transform.hop_samples, ops.shape(audio)[0]
        blocks = ops.reshape(audio, (batch, audio.shape[1] // hop, hop))
        if self.transform.frame_samples > hop:
            blocks = ops.concatenate([blocks[:, :-1], blocks[:, 1:]], axis=-1)
        found = ops.matmul(blocks, self.transform.matrix)
        return found if self.published else ops.sign(found) * ops.sqrt(ops.abs(found))

    def call(self, inputs: dict[str, Tensor], training: bool = False) -> dict[str, Tensor]:
        frames = self.coefficients(inputs["audio"]) / self.scale
        heard, target = frames[:, :-1], frames[:, 1:]
        if training and self.gain:
            noise = keras.random.normal(ops.shape(heard[..., :1]), seed=self.seeds)
            heard = heard * ops.exp(self.gain * noise)
        state, after = self.remember(heard, self.states(training, inputs["begins"]))
        self.keep(training, after)
        mean, log_variance = self._halves(self.encoder(ops.concatenate([target, state], axis=-1)))
        noise = keras.random.normal(ops.shape(mean), seed=self.seeds)
        drawn = mean + ops.exp(0.5 * log_variance) * noise
        prior, held = self.prior_of(state), (ops.stop_gradient(mean), ops.stop_gradient(log_variance))
        return {
            "target": target,
            "expected": self.decode(drawn, state),
            "kl": self._kl(mean, log_variance, *prior),
            "kl_of_prior": self._kl(*held, *prior),
        }

    def remember(self, heard: Tensor, states: list[Tensor]) -> tuple[Tensor, list[Tensor]]:
        """Frames (batch, n, coefficients) -> what is known after each, (batch, n, width), and the states."""
        after = []
        for index, cell in enumerate(self.cells):
            heard, *state = cell(heard, initial_state=states[2 * index : 2 * index + 2])
            after += state
        return heard, after

    def prior_of(self, state: Tensor) -> tuple[Tensor, Tensor]:
        """Mean and log variance of the latents of the next frame (batch, n, latent), before it is heard."""
        mean, log_variance = self._halves(self.prior(state))
        return (0 * mean, 0 * mean) if self.published else (mean, log_variance)

    def decode(self, latents: Tensor, state: Tensor) -> tuple[Tensor, Tensor]:
        """Mean and log variance of the normalised coefficients of the next frame."""
        given = self.frame(self.hidden(ops.concatenate([latents, state], axis=-1)))
        if self.published:
            return given, 0 * given
        mean, log_variance = given[..., : self.scale.shape[0]], given[..., self.scale.shape[0] :]
        return mean, ops.clip(log_variance, math.log(LOWEST_VARIANCE), math.log(HIGHEST_VARIANCE))

    def compute_loss(
        self,
        x: Any = None,
        y: Any = None,
        y_pred: Any = None,
        sample_weight: Any = None,
        training: bool = True,
    ) -> Tensor:
        mean, log_variance = y_pred["expected"]
        errors = ops.square(y_pred["target"] - mean) * ops.exp(-log_variance) + log_variance
        count = self.scale.shape[0]
        likelihood, kl = 0.5 * ops.mean(errors), ops.mean(y_pred["kl"]) / count
        # validation counts all of the divergence; the prior follows the encoder from the first step on
        weight = self.warmth if training else 1.0
        loss = likelihood + weight * kl + (1 - weight) * ops.mean(y_pred["kl_of_prior"]) / count
        self.record(training, loss=loss, likelihood=likelihood, kl=kl)
        return loss

    def _halves(self, given: Tensor) -> tuple[Tensor, Tensor]:
        return given[..., : self.latent], ops.clip(given[..., self.latent :], -8.0, 3.0)

    def _kl(self, mean: Tensor, log_variance: Tensor, prior: Tensor, prior_log: Tensor) -> Tensor:
        """Divergence of the encoder's distribution from the prior, in nats a frame: (batch, n)."""
        spread = ops.exp(log_variance - prior_log) + ops.square(mean - prior) * ops.exp(-prior_log)
        return 0.5 * ops.sum(spread - 1 + prior_log - log_variance, axis=-1)
