"""Events for TensorBoard: losses, KL divergence per dimension, previews and their spectrograms.

TensorFlow writes the files, so that a training does not need TensorBoard; only reading them does.
"""

import io
import time
from pathlib import Path
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from sampler.audio.write import encode_wav
from sampler.constants import RATE_HZ
from sampler.measure.preview import picture
from sampler.training.callbacks.logs import Logs
from sampler.training.callbacks.pace import Pace
from sampler.training.previews import POSITIONS

FloatArray = NDArray[np.float32]


class EventWriter(keras.callbacks.Callback):
    """Writes a new event file in `folder`: losses after each epoch, and the previews that it is given."""

    def __init__(self, folder: Path, pace: Pace) -> None:
        super().__init__()
        folder.mkdir(parents=True, exist_ok=True)
        self.pace = pace
        self.file = tf.io.TFRecordWriter(str(folder / f"events.out.tfevents.{time.time_ns()}.drumscape"))
        self._write(tf.compat.v1.Event(wall_time=time.time(), file_version="brain.Event:2"))

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        self._add([_scalar(name, float(value)) for name, value in (logs or {}).items()])

    def on_train_end(self, logs: Logs = None) -> None:
        self.file.close()

    def add_sounds(self, sounds: list[FloatArray]) -> None:
        """Write the previews of `POSITIONS`, each (length,) at 44.1 kHz, and their spectrograms."""
        pairs = [(_audio(name, one), _image(name, one)) for name, one in zip(POSITIONS, sounds, strict=True)]
        self._add([value for pair in pairs for value in pair])

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
