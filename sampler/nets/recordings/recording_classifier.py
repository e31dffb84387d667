"""A classifier of recordings: log-mels or a learned front on the waveform, then convolutions over time."""

from typing import Any

import keras
import numpy as np
from keras import ops

from sampler.analysis.mels import FLOOR, mel_filters
from sampler.nets.training_model import TrainingModel

Tensor = Any
FRAME, HOP = 512, 256
"""Frames of log-mels, in samples: 81 ms and 41 ms at 6.3 kHz."""

TEMPI = (0.75, 1.35)
"""Training excerpts are heard this many times faster, at the same pitch, drawn anew for each."""

FRONTS, BODIES = ("log-mel", "waveform"), ("residual", "dilated")


class Residual(keras.layers.Layer):
    """Images (batch, time, bands, channels): two convolutions beside a shortcut, both axes halved."""

    def __init__(self, channels: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.channels = channels
        self.first = keras.layers.Conv2D(channels, 3, strides=2, padding="same", name="first")
        self.second = keras.layers.Conv2D(channels, 3, padding="same", name="second")
        self.short = keras.layers.Conv2D(channels, 1, strides=2, padding="same", name="short")
        self.norms = [keras.layers.GroupNormalization(4, name=f"norm_{index}") for index in range(2)]

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "channels": self.channels}

    def call(self, images: Tensor) -> Tensor:
        hidden = ops.relu(self.norms[0](self.first(images)))
        return ops.relu(self.norms[1](self.second(hidden)) + self.short(images))


class Dilated(keras.layers.Layer):
    """Signals (batch, time, channels): a gated causal convolution of two taps, beside a shortcut."""

    def __init__(self, channels: int, dilation: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.channels, self.dilation = channels, dilation
        self.taps = keras.layers.Conv1D(
            2 * channels, 2, dilation_rate=dilation, padding="causal", name="taps"
        )
        self.leave = keras.layers.Dense(channels, name="leave")

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "channels": self.channels, "dilation": self.dilation}

    def call(self, signal: Tensor) -> Tensor:
        taps = self.taps(signal)
        gated = ops.tanh(taps[..., : self.channels]) * ops.sigmoid(taps[..., self.channels :])
        return signal + self.leave(gated)


class RecordingClassifier(TrainingModel):
    """Excerpts {"audio": (batch, n)} of at least a frame -> logits (batch, classes).

    `front` is "log-mel", or "waveform": a convolution of `bands` filters over frames, rectified. `body` is
    "residual" or "dilated".
    """

    def __init__(
        self,
        classes: int,
        *,
        length_samples: int,
        rate_hz: int,
        front: str,
        body: str,
        bands: int,
        channels: int,
        layers: int,
        dropout: float,
    ) -> None:
        super().__init__(("accuracy",))
        if front not in FRONTS or body not in BODIES:
            raise ValueError(f"front is {' or '.join(FRONTS)}, and body {' or '.join(BODIES)}")
        self.length_samples, self.front, self.body = length_samples, front, body
        self._window = np.hanning(FRAME + 1)[:-1].astype(np.float32)
        self._mels = mel_filters(rate_hz, FRAME, bands)
        self.filters = keras.layers.Dense(bands, name="filters") if front == "waveform" else None
        self.enter = keras.layers.Dense(channels, name="enter") if body == "dilated" else None
        self.layers_in_order = [
            Residual(min(4, 2**index) * channels, name=f"layer_{index}")
            if body == "residual"
            else Dilated(channels, 2**index, name=f"layer_{index}")
            for index in range(layers)
        ]
        self.dropout = keras.layers.Dropout(dropout, seed=0)
        self.logits = keras.layers.Dense(classes, name="logits")
        self.seeds = keras.random.SeedGenerator(0)

    @property
    def served_variables(self) -> list[Any]:
        return list(self.trainable_variables)

    def create_variables(self) -> None:
        self({"audio": ops.zeros((1, self.length_samples))}, training=False)

    def image(self, audio: Tensor) -> Tensor:
        """What the body reads of audio (batch, n): (batch, frames, bands), about -1 to 1."""
        parts = -(-FRAME // HOP)
        hops = ops.reshape(audio[:, : audio.shape[1] // HOP * HOP], (-1, audio.shape[1] // HOP, HOP))
        count = hops.shape[1] - parts + 1
        frames = ops.concatenate([hops[:, part : part + count] for part in range(parts)], axis=-1)
        if self.filters is not None:
            return ops.log(1e-3 + ops.abs(self.filters(frames)))
        real, imaginary = ops.rfft(frames * self._window)
        power = (ops.square(real) + ops.square(imaginary)) / (FRAME / 2)
        decibels = 10 / np.log(10) * ops.log(ops.matmul(power, self._mels) + FLOOR)
        # the level of an excerpt tells nothing of who wrote it
        return (decibels - ops.mean(decibels, axis=(1, 2), keepdims=True)) / 20

    def activations(self, audio: Tensor) -> list[Tensor]:
        """The output of every layer of the body for audio (batch, n)."""
        return self._activations(self.image(audio))

    def _activations(self, image: Tensor) -> list[Tensor]:
        hidden = self.enter(image) if self.enter else image[..., None]
        found = []
        for layer in self.layers_in_order:
            hidden = layer(hidden)
            found.append(hidden)
        return found

    def call(self, inputs: dict[str, Tensor], training: bool = False) -> dict[str, Tensor]:
        image = self.image(inputs["audio"])
        last = self._activations(self._at_other_tempi(image) if training else image)[-1]
        axes = tuple(range(1, len(last.shape) - 1))
        mean, spread = ops.mean(last, axis=axes), ops.sqrt(ops.var(last, axis=axes) + 1e-6)
        pooled = ops.concatenate([mean, spread], axis=-1)
        logits = self.logits(self.dropout(pooled, training=training))
        return {"logits": logits, "label": inputs.get("label")} if "label" in inputs else {"logits": logits}

    def _at_other_tempi(self, image: Tensor) -> Tensor:
        """Parts of images (batch, frames, bands), each heard at a tempo and from a frame of its own."""
        batch, frames = ops.shape(image)[0], image.shape[1]
        kept = int(frames / TEMPI[1])
        tempi, starts = (keras.random.uniform((batch, 1), seed=self.seeds) for _ in range(2))
        tempi = TEMPI[0] + (TEMPI[1] - TEMPI[0]) * tempi
        places = tempi * ops.arange(kept, dtype="float32") + starts * (frames - 1 - tempi * (kept - 1))
        before = ops.clip(ops.cast(ops.floor(places), "int32"), 0, frames - 2)
        share = (places - ops.cast(before, "float32"))[..., None]
        low, high = (ops.take_along_axis(image, at[..., None], axis=1) for at in (before, before + 1))
        return (1 - share) * low + share * high

    def compute_loss(
        self,
        x: Any = None,
        y: Any = None,
        y_pred: Any = None,
        sample_weight: Any = None,
        training: bool = True,
    ) -> Tensor:
        logits, label = y_pred["logits"], ops.cast(y_pred["label"][:, 0], "int32")
        loss = ops.mean(keras.losses.sparse_categorical_crossentropy(label, logits, from_logits=True))
        right = ops.cast(ops.equal(ops.cast(ops.argmax(logits, axis=-1), "int32"), label), "float32")
        self.record(training, loss=loss, accuracy=ops.mean(right))
        return loss
