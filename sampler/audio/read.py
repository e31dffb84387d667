"""Read audio files of unknown origin within bounds; refuse others with a reason."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from sampler.audio.reasons import Reason, RefusedFile, RefusedSound
from sampler.constants import MAX_CHANNELS, MAX_RATE_HZ, MIN_RATE_HZ

AUDIO_EXTENSIONS = frozenset({".wav", ".wave", ".aif", ".aiff", ".aifc", ".flac", ".ogg", ".oga", ".mp3"})
HEAD_BYTES = 16
"""Number of bytes from the start of a file that `sniff` needs."""

MAX_READ_S = 30.0
"""Seconds of a file that are decoded: a one-shot lies within the first half minute."""

BLOCK_FRAMES = 1 << 17


@dataclass(frozen=True)
class Recording:
    """The first channel of a file: `samples` float32 (n,), finite, at `rate_hz`. The file has `channels`."""

    samples: NDArray[np.float32]
    rate_hz: int
    channels: int = 1


def sniff(head: bytes) -> str | None:
    """Name the container from a file's first `HEAD_BYTES`: wav, aiff, flac, ogg, mp3, or None."""
    if head[:4] in (b"RIFF", b"RIFX", b"RF64") and head[8:12] == b"WAVE":
        return "wav"
    if head[:4] == b"FORM" and head[8:12] in (b"AIFF", b"AIFC"):
        return "aiff"
    if head[:4] == b"fLaC":
        return "flac"
    if head[:4] == b"OggS":
        return "ogg"
    return "mp3" if head[:3] == b"ID3" or _is_mpeg_layer_3(head) else None


def _is_mpeg_layer_3(head: bytes) -> bool:
    """Whether a file starts with an MPEG frame header of layer III without reserved values (ISO 11172-3)."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return False
    return head[1] & 0x18 != 0x08 and head[2] & 0xF0 not in (0x00, 0xF0) and head[2] & 0x0C != 0x0C


def sniff_file(path: Path | str) -> str | None:
    """`sniff` of the file at `path`; raises OSError."""
    with open(path, "rb") as file:
        return sniff(file.read(HEAD_BYTES))


@contextmanager
def open_audio(path: Path | str) -> Iterator[soundfile.SoundFile]:
    """Open a file for decoding.

    Raises UnreadableAudio when the bytes are not audio, also those that the block decodes later, and
    UnusableAudio when rate or channel count are out of range.
    """
    _require_audio(path)
    try:
        with soundfile.SoundFile(os.fsencode(path)) as file:  # bytes, since a name may not be UTF-8
            _require_sane(file.samplerate, file.channels)
            yield file
    except (soundfile.LibsndfileError, OSError, MemoryError) as error:
        raise RefusedFile(Reason.UNREADABLE) from error


def read_recording(path: Path | str, *, max_s: float = MAX_READ_S) -> Recording:
    """Read the first channel of the first `max_s` seconds of a file.

    Channels are not mixed, since a mix of a stereo recording has comb-filter notches. Raises UnreadableAudio
    when the bytes are not audio, UnusableAudio when their rate, channel count or samples are out of range.
    """
    with open_audio(path) as file:
        samples = _read_first_channel(file, int(max_s * file.samplerate))
        recording = Recording(samples, file.samplerate, file.channels)
    if not len(recording.samples):
        raise RefusedSound(Reason.EMPTY)
    if not np.isfinite(recording.samples).all():
        raise RefusedSound(Reason.NOT_FINITE)
    return recording


def _require_audio(path: Path | str) -> None:
    try:
        if os.path.getsize(path) == 0:
            raise RefusedSound(Reason.EMPTY)
        container = sniff_file(path)
    except OSError as error:
        raise RefusedFile(Reason.UNREADABLE) from error
    if container is None:
        raise RefusedFile(Reason.UNREADABLE)


def _require_sane(rate_hz: int, channels: int) -> None:
    if not MIN_RATE_HZ <= rate_hz <= MAX_RATE_HZ:
        raise RefusedSound(Reason.RATE, rate_hz=rate_hz, channels=channels)
    if channels > MAX_CHANNELS:
        raise RefusedSound(Reason.CHANNELS, rate_hz=rate_hz, channels=channels)


def _read_first_channel(file: soundfile.SoundFile, max_frames: int) -> NDArray[np.float32]:
    """Decode block by block, since a header may announce hours that the file does not hold."""
    blocks: list[NDArray[np.float32]] = []
    while max_frames > 0:
        wanted = min(BLOCK_FRAMES, max_frames)
        block = file.read(wanted, dtype="float32", always_2d=True)
        blocks.append(np.ascontiguousarray(block[:, 0]))
        max_frames -= len(block)
        if len(block) < wanted:
            break
    return np.concatenate(blocks) if blocks else np.zeros(0, np.float32)
