"""Dreams: a recording changed until a classifier hears more of a class, or a layer of it answers more.

Gradient ascent on the waveform would find noise that nobody hears. So the magnitudes of an STFT are changed,
by a gain that is smooth in time and frequency and mostly zero; the recording is shifted by a random time
before each step (after Mordvintsev et al., "Inceptionism", 2015).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sampler.errors import BadValue
from sampler.model.classifier import Classifier

if TYPE_CHECKING:
    import tensorflow as tf

Floats = NDArray[np.float32]
FRAME, HOP = 1024, 256
GRAIN = (4, 4)
"""Frames and bins that share a gain, before gains are smoothed."""

RATE = 0.05
MOST_GAIN = 3.0
"""Natural logarithm of the largest gain: 26 dB."""

SMOOTH, SPARSE = 0.5, 0.02
MAX_STEPS, MAX_S = 2000, 60.0


@dataclass(frozen=True)
class Wish:
    """What a dream moves towards: a class by name, or a layer by number from 0. Exactly one is not None."""

    towards: str | None = None
    layer: int | None = None
    steps: int = 100
    seed: int = 0

    def require(self, model: Classifier) -> None:
        """Raise BadValue for a class or layer that a model does not have, and for steps out of range."""
        classes, layers = model.hears.classes, len(model.network.layers_in_order)
        if (self.towards is None) == (self.layer is None):
            raise BadValue("Name either a class to dream towards or a layer.")
        if self.towards is not None and self.towards not in classes:
            raise BadValue(f"There is no class '{self.towards}'; choose one of: {', '.join(classes)}.")
        if self.layer is not None and not 0 <= self.layer < layers:
            raise BadValue(f"layer must be a whole number from 0 to {layers - 1}.")
        if not 1 <= self.steps <= MAX_STEPS:
            raise BadValue(f"steps must be a whole number from 1 to {MAX_STEPS}.")


@dataclass(frozen=True)
class Dream:
    """A dream (n,), and what the model answered before and after: the logit of the class, or the mean square
    of the layer.
    """

    samples: Floats
    before: float
    after: float


def dream(
    model: Classifier,
    samples: Floats,
    wish: Wish,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Dream:
    """Dream about a recording (n,) at the model's rate. Raises BadValue for a wish that cannot be had."""
    import tensorflow as tf

    wish.require(model)
    whole = np.resize(samples, max(len(samples), model.hears.length_samples))
    painter, rng = _Painter(model, whole, wish), np.random.default_rng(wish.seed)
    before = float(painter.answer(tf.constant(whole[None])))
    for step in range(wish.steps):
        painter.step(tf.constant(int(rng.integers(model.hears.rate_hz))))
        progress(step + 1, wish.steps)
    made = painter.audio()
    after = float(painter.answer(made))
    heard = np.asarray(made)[0, : len(samples)]
    level = np.sqrt(np.mean(np.square(samples)) / max(1e-12, np.mean(np.square(heard))))
    loudest = np.abs(heard * level).max()
    return Dream(np.asarray(heard * level / max(1.0, loudest), np.float32), before, after)


class _Painter:
    """The gains of one dream, and the step that changes them."""

    def __init__(self, model: Classifier, samples: Floats, wish: Wish) -> None:
        import keras
        import tensorflow as tf

        self._model, self._wish, self._length = model, wish, len(samples)
        padded = np.pad(samples, FRAME)
        self._spectra = tf.signal.stft(padded[None], FRAME, HOP, pad_end=True)
        frames, bins = self._spectra.shape[1:]
        shape = (1, -(-frames // GRAIN[0]) + 1, -(-bins // GRAIN[1]) + 1, 1)
        self._gains = tf.Variable(tf.zeros(shape))
        self._adam = keras.optimizers.Adam(RATE)
        self._adam.build([self._gains])
        self.step: Any = tf.function(self._step)

    def audio(self) -> "tf.Tensor":
        """The recording with its gains, (1, n)."""
        import tensorflow as tf

        gains = tf.image.resize(MOST_GAIN * tf.tanh(self._gains), self._spectra.shape[1:])[..., 0]
        window = tf.signal.inverse_stft_window_fn(HOP)
        changed = self._spectra * tf.complex(tf.exp(gains), tf.zeros_like(gains))
        made = tf.signal.inverse_stft(changed, FRAME, HOP, window_fn=window)
        return made[:, FRAME : FRAME + self._length]

    def answer(self, audio: "tf.Tensor") -> "tf.Tensor":
        """What the dream makes larger, of audio (1, n)."""
        import tensorflow as tf

        if self._wish.layer is not None:
            return tf.reduce_mean(tf.square(self._model.network.activations(audio)[self._wish.layer]))
        number = self._model.hears.classes.index(str(self._wish.towards))
        logits = self._model.network({"audio": audio}, training=False)["logits"][0]
        return logits[number] - tf.reduce_mean(logits)

    def _step(self, shift: "tf.Tensor") -> None:
        import tensorflow as tf

        with tf.GradientTape() as tape:
            audio = tf.roll(self.audio(), shift, axis=1)
            rough = tf.reduce_mean(tf.square(self._gains[:, 1:] - self._gains[:, :-1]))
            rough += tf.reduce_mean(tf.square(self._gains[:, :, 1:] - self._gains[:, :, :-1]))
            loss = SMOOTH * rough + SPARSE * tf.reduce_mean(tf.abs(self._gains)) - self.answer(audio)
        self._adam.apply([tape.gradient(loss, self._gains)], [self._gains])
