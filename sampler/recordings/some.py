"""Some of the recordings of a folder, in memory: for measuring, not for training."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sampler.dataset.inputs import Source, find_sources
from sampler.errors import BadDataset, UnreadableAudio, UnusableAudio
from sampler.recordings.settings import Settings
from sampler.recordings.silence import SilenceGate
from sampler.recordings.store import Recordings, holds_recordings
from sampler.recordings.stream import stream

Floats = NDArray[np.float32]
SHORTEST_S = 1.0


def some_of(recordings: Recordings, most_s: float) -> list[Floats]:
    """Chunks of recordings, evenly spread over them, at most `most_s` long in all but at least one."""
    mean_s = recordings.seconds / len(recordings)
    wanted = max(1, min(len(recordings), int(most_s / mean_s)))
    chosen = np.linspace(0, len(recordings) - 1, wanted).round().astype(int)
    return [recordings.read(recordings.chunks[index]) for index in chosen]


def some_of_folder(folder: Path, rate_hz: int, most_s: float) -> list[Floats]:
    """Recordings float32 (n,) of a prepared folder or of one with any files, at `rate_hz`, without silences,
    at most about `most_s` long in all: of every file its beginning. Raises BadDataset where none can be used.
    """
    if holds_recordings(folder):
        return some_of(Recordings.load(folder).at(rate_hz), most_s)
    sources = find_sources(folder)
    each_s = max(2 * SHORTEST_S, most_s / max(1, len(sources)))
    found = [*_beginnings(sources, rate_hz, each_s)]
    if not found:
        raise BadDataset(f"{folder} holds no recording of at least {SHORTEST_S:g} s that can be read.")
    return found


def _beginnings(sources: list[Source], rate_hz: int, each_s: float) -> Iterator[Floats]:
    for source in sources:
        try:
            source.require_audio()
            samples = _beginning(source.path, rate_hz, round(each_s * rate_hz))
        except (UnreadableAudio, UnusableAudio):
            continue
        if len(samples) >= SHORTEST_S * rate_hz:
            yield samples


def _beginning(path: Path | str, rate_hz: int, most: int) -> Floats:
    gate, parts, count = SilenceGate(rate_hz), [np.zeros(0, np.float32)], 0
    for block in stream(path, Settings(rate_hz)):
        parts.append(gate(block))
        count += len(parts[-1])
        if count >= most:
            break
    return np.concatenate(parts)[:most]
