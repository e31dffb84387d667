"""A recording of any length as a stream of blocks: decoded, resampled and filtered in bounded memory."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import soxr
from numpy.typing import NDArray

from sampler.audio.read import BLOCK_FRAMES, open_audio
from sampler.audio.reasons import Reason, RefusedSound
from sampler.recordings.filter import HighPass
from sampler.recordings.settings import Settings

Floats = NDArray[np.float32]
Progress = Callable[[float], None]


def stream(path: Path | str, settings: Settings, progress: Progress = lambda _: None) -> Iterator[Floats]:
    """Yield blocks float32 (n,) of a recording at the rate of `settings`, filtered, within full scale.

    Calls `progress` with the share of the file that is decoded, 0 to 1. Raises UnreadableAudio or
    UnusableAudio, perhaps only after some blocks.
    """
    high_pass = HighPass(settings.high_pass_hz, settings.rate_hz) if settings.high_pass_hz else None
    for block in _resampled(path, settings, progress):
        yield np.clip(high_pass(block) if high_pass else block, -1, 1)
    if high_pass:
        yield np.clip(high_pass.rest(), -1, 1)


def _resampled(path: Path | str, settings: Settings, progress: Progress) -> Iterator[Floats]:
    with open_audio(path) as file:
        total, rate_hz = max(1, file.frames), file.samplerate
        resampler = soxr.ResampleStream(rate_hz, settings.rate_hz, 1, dtype="float32", quality="HQ")
        decoded = 0
        while len(block := file.read(BLOCK_FRAMES, dtype="float32", always_2d=True)):
            decoded += len(block)
            channel = block.mean(axis=1) if settings.mix else np.ascontiguousarray(block[:, 0])
            if not np.isfinite(channel).all():
                raise RefusedSound(Reason.NOT_FINITE)
            yield resampler.resample_chunk(channel)
            progress(min(1.0, decoded / total))
        yield resampler.resample_chunk(np.zeros(0, np.float32), last=True)
    if not decoded:
        raise RefusedSound(Reason.EMPTY)
