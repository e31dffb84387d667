"""Events for TensorBoard: losses, KL per dimension, and sounds and spectrograms at fixed places of the map.

The files are records of TensorFlow's own, so writing them needs no TensorBoard; reading them does.
"""

import io
import time
from pathlib import Path
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from sampler.audio.align import align_peak
from sampler.audio.write import encode_wav
from sampler.constants import MODEL_PEAK_SAMPLE, RATE_HZ
from sampler.map import PERCENTILES
from sampler.preview import picture
from sampler.training.callbacks import Pace

FloatArray = NDArray[np.float32]
Logs = dict[str, Any] | None
SOUNDS_EVERY_S = 60
"""Losses are written after every epoch, sounds no more often than this: drawing them takes a moment."""

HEARD = 256
PLACES = {
    "centre": (0.5, 0.5),
    "x low": (0.1, 0.5),
    "x high": (0.9, 0.5),
    "y low": (0.5, 0.1),
    "y high": (0.5, 0.9),
}


class EventWriter(keras.callbacks.Callback):
    """Writes after each epoch into one new event file of `folder`."""

    def __init__(self, folder: Path, pace: Pace, features: FloatArray) -> None:
        super().__init__()
        folder.mkdir(parents=True, exist_ok=True)
        self.pace, self.features, self.last = pace, features[:HEARD], -np.inf
        self.file = tf.io.TFRecordWriter(str(folder / f"events.out.tfevents.{time.time_ns()}.drumscape"))
        self._write(tf.compat.v1.Event(wall_time=time.time(), file_version="brain.Event:2"))

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        self._add([_scalar(name, float(value)) for name, value in (logs or {}).items()])
        if time.monotonic() - self.last >= SOUNDS_EVERY_S:
            self._add(self._sounds())
            self.last = time.monotonic()

    def on_train_end(self, logs: Logs = None) -> None:
        self._add(self._sounds())
        self.file.close()

    def _sounds(self) -> list[Any]:
        sounds = [align_peak(raw, peak_sample=MODEL_PEAK_SAMPLE) for raw in self._decode(self._latents())]
        pairs = [(_audio(name, one), _image(name, one)) for name, one in zip(PLACES, sounds, strict=True)]
        return [value for pair in pairs for value in pair]

    def _latents(self) -> FloatArray:
        """`PLACES` between the percentiles of the means that the map would run over now: (n, 2)."""
        encoded = self.model.encoder.predict_on_batch(self.features)
        means = encoded[0] if isinstance(encoded, list | tuple) else encoded
        low, high = np.percentile(means[:, :2], PERCENTILES, axis=0)
        return np.asarray(low + np.array([*PLACES.values()]) * (high - low), np.float32)

    def _decode(self, latents: FloatArray) -> FloatArray:
        """Sounds at latents; what else a decoder takes, such as detail and tune, is zero."""
        inputs = [
            latents if tensor.name == "latent" else np.zeros((len(latents), tensor.shape[1]), tensor.dtype)
            for tensor in self.model.decoder.inputs
        ]
        made: FloatArray = self.model.decoder.predict_on_batch(inputs if len(inputs) > 1 else inputs[0])
        return made

    def _add(self, values: list[Any]) -> None:
        summary = tf.compat.v1.Summary(value=values)
        self._write(tf.compat.v1.Event(wall_time=time.time(), step=self.pace.step, summary=summary))

    def _write(self, event: Any) -> None:
        self.file.write(event.SerializeToString())
        self.file.flush()


def _scalar(name: str, value: float) -> Any:
    return tf.compat.v1.Summary.Value(tag=name, simple_value=value)


def _audio(name: str, sound: FloatArray) -> Any:
    audio = tf.compat.v1.Summary.Audio(
        sample_rate=RATE_HZ,
        num_channels=1,
        length_frames=len(sound),
        encoded_audio_string=encode_wav(sound, rate_hz=RATE_HZ, bits=16),
        content_type="audio/wav",
    )
    return tf.compat.v1.Summary.Value(tag=f"sound/{name}", audio=audio)


def _image(name: str, sound: FloatArray) -> Any:
    drawn, png = picture(sound[None], 1), io.BytesIO()
    drawn.save(png, "PNG")
    image = tf.compat.v1.Summary.Image(
        height=drawn.height, width=drawn.width, colorspace=3, encoded_image_string=png.getvalue()
    )
    return tf.compat.v1.Summary.Value(tag=f"spectrogram/{name}", image=image)
