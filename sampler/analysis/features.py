"""The input of models: the frame that families learn, and the features that their encoders read.

Training and located samples use the same functions, in numpy, so that all runtimes get equal features.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from sampler.analysis.parts import parts_of
from sampler.analysis.spectra import log_mel
from sampler.audio.fade import fade_in, fade_out
from sampler.audio.prepare import Prepared, frame
from sampler.constants import MODEL_PEAK_SAMPLE

FloatArray = NDArray[np.float32]
MEL_HOP, MEL_BANDS = 256, 64
FADE_IN_SAMPLES, FADE_OUT_SAMPLES = 64, 512


def model_frame(prepared: Prepared, length_samples: int) -> FloatArray:
    """Frame float32 (length_samples,) with faded edges and a positive peak at `MODEL_PEAK_SAMPLE`.

    Nearly half of all recordings have a negative peak. The sign cannot be heard, but with both signs a
    waveform loss would average the hits to silence.
    """
    framed = frame(prepared, attack_samples=MODEL_PEAK_SAMPLE, length_samples=length_samples)
    sign = np.float32(-1 if framed[MODEL_PEAK_SAMPLE] < 0 else 1)
    return fade_out(fade_in(sign * framed, FADE_IN_SAMPLES), FADE_OUT_SAMPLES)


def first_part(sounds: FloatArray, length_samples: int) -> FloatArray:
    """The first `length_samples` of sounds (n, length), faded out as a model frame where they are cut."""
    if sounds.shape[1] <= length_samples:
        return sounds
    return np.stack([fade_out(sound[:length_samples], FADE_OUT_SAMPLES) for sound in sounds])


def log_mel_shape(length_samples: int) -> tuple[int, int]:
    """Frames and bands of the log-mel image of a frame."""
    return length_samples // MEL_HOP + 1, MEL_BANDS


def log_mel_image(frames: FloatArray) -> FloatArray:
    """Log-mel images (n, frames, 64, 1) of (n, samples), relative to each one's loudest bin.

    0 dB becomes 1, -80 dB and less become -1.
    """
    decibels = log_mel(frames)
    decibels = decibels - decibels.max(axis=(1, 2), keepdims=True)
    return np.asarray(np.maximum(decibels, -80) / 40 + 1, np.float32)[..., None]


FEATURES: dict[str, Callable[[FloatArray], FloatArray]] = {
    "waveform": lambda frames: frames,
    "log_mel": log_mel_image,
    "parts": parts_of,
}
"""Features that an encoder may read, by their name in manifests: (n, samples) -> float32 (n, ...)."""
