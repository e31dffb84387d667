"""From a prepared recording to what families see: the frame they learn and what their encoders read.

The same functions serve training and dropped samples, in numpy, so no runtime can disagree about them.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from sampler.audio.analyse import log_mel
from sampler.audio.fade import fade_in, fade_out
from sampler.audio.prepare import Prepared, frame
from sampler.constants import MODEL_PEAK_SAMPLE

FloatArray = NDArray[np.float32]
MEL_HOP, MEL_BANDS = 256, 64
FADE_IN_SAMPLES, FADE_OUT_SAMPLES = 64, 512


def model_frame(prepared: Prepared, length_samples: int) -> FloatArray:
    """Frame of `length_samples` with the peak, made positive, at MODEL_PEAK_SAMPLE and faded edges: float32.

    Nearly half of all recordings peak negative; nobody hears the sign, but a waveform loss would average the
    two away.
    """
    framed = frame(prepared, attack_samples=MODEL_PEAK_SAMPLE, length_samples=length_samples)
    sign = np.float32(-1 if framed[MODEL_PEAK_SAMPLE] < 0 else 1)
    return fade_out(fade_in(sign * framed, FADE_IN_SAMPLES), FADE_OUT_SAMPLES)


def first_part(sounds: FloatArray, length_samples: int) -> FloatArray:
    """The beginning of sounds (n, length), with the end of a model frame where they are cut."""
    if sounds.shape[1] <= length_samples:
        return sounds
    return np.stack([fade_out(sound[:length_samples], FADE_OUT_SAMPLES) for sound in sounds])


def log_mel_shape(length_samples: int) -> tuple[int, int]:
    """Frames and bands of the log-mel image of a frame."""
    return length_samples // MEL_HOP + 1, MEL_BANDS


def log_mel_image(frames: FloatArray) -> FloatArray:
    """(n, samples) -> (n, frames, 64, 1): log-mel below its own loudest, 0 to -80 dB mapped to 1 to -1."""
    decibels = log_mel(frames)
    decibels = decibels - decibels.max(axis=(1, 2), keepdims=True)
    return np.asarray(np.maximum(decibels, -80) / 40 + 1, np.float32)[..., None]


FEATURES: dict[str, Callable[[FloatArray], FloatArray]] = {
    "waveform": lambda frames: frames,
    "log_mel": log_mel_image,
}
"""What an encoder may read, by the name that the manifest keeps: (n, samples) -> (n, ...), float32."""
