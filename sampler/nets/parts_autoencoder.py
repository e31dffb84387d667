"""A map of measured parts, as a training model: it learns where a drum lies and what is typical there."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import keras
import numpy as np
from keras import layers, ops

from sampler.analysis.partials import PHASES
from sampler.analysis.parts import EXACT, PARTIALS, Layout
from sampler.nets.layers import dense_stack, gaussian_heads
from sampler.nets.losses import POWER_TO_DB, draw_gaussian, kl_to_standard_normal
from sampler.nets.training_model import MapModel

Tensor = Any
MAP_SIZE = 2
HEARD_DB = 50.0
SHIFT_RANGE_OCTAVES = 0.75
"""What is typical follows a change of pitch this far; a change beyond moves the pitch alone."""

EXACT_WEIGHTS = np.array([1.0] * (PARTIALS - 1) + [0.5] * PARTIALS + [0.1] * PARTIALS + [0.3], np.float32)


class Networks(NamedTuple):
    """What a model of parts is made of, all Keras models.

    encoder: features -> mean and log-variance (batch, 2). scores: features -> (batch, n), the loudness of the
    parts in a few numbers. gains: scores -> levels and gains. pitch: latent -> octaves of the first partial
    (batch, 1). typical: latent, octaves from the typical pitch -> scores and exact controls (batch, n +
    EXACT).
    """

    encoder: keras.Model
    scores: keras.Model
    gains: keras.Model
    pitch: keras.Model
    typical: keras.Model


def build_networks(layout: Layout, scores: Sequence[int], units: Sequence[int]) -> Networks:
    """Networks of parts in the order of `layout`.

    `scores` says how many describe the levels of partials, low noise and high noise; `units` are those of
    each hidden layer.
    """
    features = keras.Input((layout.size,), name="features")
    counts = dict(zip(layout.cells, scores, strict=True))
    loudness = layers.Concatenate()(
        [_fixed(count, f"{name}_scores")(features[:, layout.at[name]]) for name, count in counts.items()]
    )
    seen = layers.Concatenate()([loudness, *(features[:, layout.at[name]] for name in SEEN)])
    encoder = keras.Model(
        features, gaussian_heads(dense_stack(seen, units, "silu"), MAP_SIZE), name="encoder"
    )
    latent, octaves = (keras.Input((size,)) for size in (MAP_SIZE, 1))
    pitch = keras.Model(latent, layers.Dense(1)(dense_stack(latent, units[:1], "silu")), name="pitch")
    hidden = dense_stack(layers.Concatenate()([latent, _bounded(octaves)]), units, "silu")
    typical = keras.Model([latent, octaves], layers.Dense(sum(scores) + EXACT)(hidden), name="typical")
    return Networks(encoder, keras.Model(features, loudness), _gains(layout, counts), pitch, typical)


def _gains(layout: Layout, counts: dict[str, int]) -> keras.Model:
    """Scores -> levels and gains, each kind from scores of its own."""
    scores, parts, start = keras.Input((sum(counts.values()),)), [], 0
    for name, count in counts.items():
        size = layout.at[name].stop - layout.at[name].start
        parts.append(_fixed(size, f"{name}_gains")(scores[:, start : start + count]))
        start += count
    return keras.Model(scores, layers.Concatenate()(parts), name="gains")


def _fixed(units: int, name: str) -> layers.Dense:
    """A layer that the family sets before training, and training leaves alone."""
    return layers.Dense(units, trainable=False, name=name)


SEEN = ("present", "octaves", "falls", "fall_logs", "onset")
"""What the encoder sees beside loudness; phases tell nothing of the kind of drum."""


def _bounded(octaves: Tensor) -> Tensor:
    return SHIFT_RANGE_OCTAVES * ops.tanh(octaves / SHIFT_RANGE_OCTAVES)


def exact_controls(features: Tensor, layout: Layout) -> Tensor:
    """The controls of features (batch, n) that are kept exactly: (batch, EXACT)."""
    octaves, falls, fall_logs, onset = (features[:, layout.at[name]] for name in SEEN[1:])
    return ops.concatenate([octaves[:, 1:] - octaves[:, :1], falls, fall_logs, onset], axis=1)


def exact_presence(features: Tensor, layout: Layout) -> Tensor:
    """1 where an exact control was measured, 0 where its partial is missing: (batch, EXACT)."""
    present = features[:, layout.at["present"]]
    return ops.concatenate([present[:, 1:], present, present, ops.ones_like(present[:, :1])], axis=1)


class PartsAutoencoder(MapModel):
    """Variational autoencoder of a map; the detail is what the map leaves out, and is not learned.

    A sound is a vector of measured parts (`sampler.analysis.parts`). Its loudness is a few linear scores; its
    detail is its scores, exact controls and phases, each less what is typical at its location; its tune is
    its pitch less the typical one. So a sample's own sound needs no guess and no search.

    Scores and gains are principal components. The family sets them before training, which leaves them alone.

    Loss: the mean difference of typical gains in dB over what is heard, as in `sampler.analysis.hearing`,
    plus the mean absolute errors of typical scores, exact controls and pitch, weighed by `WEIGHTS`, plus
    `warmth` times `map_weight` times the KL divergence in nats. All are averaged over the batch.
    """

    def __init__(
        self, networks: Networks, decoder: keras.Model, layout: Layout, *, map_weight: float,
        input_noise: float, **kwargs: Any,
    ) -> None:  # fmt: skip
        names = ("distance", "scores", "exact", "pitch", "kl_map", "kl_0", "kl_1")
        super().__init__(networks.encoder, decoder, names, **kwargs)
        self.networks, self.layout = networks, layout
        self.map_weight, self.input_noise = map_weight, input_noise
        self.cells = ops.convert_to_tensor(np.concatenate(list(layout.cells.values())))
        self.seeds = keras.random.SeedGenerator()

    @property
    def served_variables(self) -> list[Any]:
        return [variable for network in self.networks for variable in network.weights]

    def mean_encoder(self) -> keras.Model:
        """Features -> mean, detail and tune in semitones, side by side: (batch, 2 + size + 1)."""
        return keras.Model(self.encoder.inputs, self._encoded(self.encoder.inputs[0]))

    def latent_means(self, features: Tensor) -> Tensor:
        return self._encoded(features)

    def _encoded(self, features: Tensor) -> Tensor:
        mean = self.encoder(features)[0]
        tune = self._octaves_from_typical(features, mean)
        typical = self.networks.typical([mean, tune])
        scores, present = self.networks.scores(features), exact_presence(features, self.layout)
        own = ops.concatenate([scores, exact_controls(features, self.layout)], axis=1) - typical
        count = scores.shape[1]
        detail = [own[:, :count], own[:, count:] * present, features[:, self.layout.at["phases"]]]
        return ops.concatenate([mean, *detail, 12 * tune], axis=1)

    def _octaves_from_typical(self, features: Tensor, latent: Tensor) -> Tensor:
        """Octaves by which a sound's first partial is above the typical one; 0 without a partial."""
        octaves, present = (features[:, self.layout.at[name]][:, :1] for name in ("octaves", "present"))
        return (octaves - self.networks.pitch(latent)) * present

    def typical_sounds(self, latents: Tensor) -> Tensor:
        on_map = ops.convert_to_tensor(latents, "float32")
        detail, tune, shift = (ops.zeros((latents.shape[0], size)) for size in (self.detail_size, 1, 1))
        return self.decoder([on_map, detail, tune, ops.cast(shift, "int32")], training=False)

    @property
    def detail_size(self) -> int:
        """Numbers in a detail."""
        return detail_size(int(self.networks.scores.output_shape[1]))

    def call(self, inputs: dict[str, Tensor], training: bool = False) -> dict[str, Tensor]:
        features = inputs["features"]
        mean, log_variance = self.encoder(self._noisy(features) if training else features, training=training)
        latent = draw_gaussian(mean, log_variance, self.seeds) if training else mean
        octaves = self._octaves_from_typical(features, latent)
        typical = self.networks.typical([latent, ops.stop_gradient(octaves)])
        scores = self.networks.scores(features)
        return {"mean": mean, "log_variance": log_variance, "octaves": octaves, "typical": typical,
                "scores": scores}  # fmt: skip

    def _noisy(self, features: Tensor) -> Tensor:
        return features + self.input_noise * keras.random.normal(ops.shape(features), seed=self.seeds)

    def compute_loss(
        self,
        x: Any = None,
        y: Any = None,
        y_pred: Any = None,
        sample_weight: Any = None,
        training: bool = True,
    ) -> Tensor:
        errors = self._errors(x["features"], y_pred)
        divergence = ops.mean(kl_to_standard_normal(y_pred["mean"], y_pred["log_variance"]), axis=0)
        kl = ops.sum(divergence)
        loss = (
            sum(WEIGHTS[name] * error for name, error in errors.items()) + self.warmth * self.map_weight * kl
        )
        self.record(training, loss=loss, kl_map=kl, kl_0=divergence[0], kl_1=divergence[1], **errors)
        return loss

    def _errors(self, features: Tensor, made: dict[str, Tensor]) -> dict[str, Tensor]:
        count, real = made["scores"].shape[1], features[:, self.layout.gains]
        scores, exact = made["typical"][:, :count], made["typical"][:, count:]
        wrong = ops.abs(exact - exact_controls(features, self.layout)) * EXACT_WEIGHTS
        return {
            "distance": ops.mean(self._heard(self.networks.gains(scores), real)),
            "scores": ops.mean(ops.abs(scores - made["scores"])),
            "exact": ops.mean(ops.sum(wrong * exact_presence(features, self.layout), axis=1)),
            "pitch": ops.mean(ops.abs(made["octaves"])),
        }

    def _heard(self, made: Tensor, real: Tensor) -> Tensor:
        """Mean difference of log gains (batch, n) in dB where either is within 50 dB of its loudest."""
        made_db, real_db = (2 * POWER_TO_DB * gains for gains in (made, real))
        floors = [ops.max(decibels, axis=1, keepdims=True) - HEARD_DB for decibels in (made_db, real_db)]
        heard = ops.logical_or(made_db > ops.stop_gradient(floors[0]), real_db > floors[1])
        weights = ops.cast(heard, "float32") * self.cells
        apart = ops.abs(ops.maximum(made_db, floors[1]) - ops.maximum(real_db, floors[1]))
        return ops.sum(apart * weights, axis=1) / (ops.sum(weights, axis=1) + 1e-9)


WEIGHTS = {"distance": 1.0, "scores": 0.2, "exact": 0.3, "pitch": 1.0}


def detail_size(scores: int) -> int:
    """Numbers in a detail with that many scores: scores, exact controls, phases."""
    return scores + EXACT + PARTIALS * PHASES
