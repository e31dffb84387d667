"""How near copies of a recording are to it, and other takes of the same drum: where to put the limit between.

    python benchmarks/near_duplicates.py FOLDER [--files 240]

For a random choice of the recordings in FOLDER prints which share of their copies, changed as producers'
folders have them, lies below `NEAR_DB`, and for how many of all recordings another of the same group (the
name up to `__`) lies there.
"""

import argparse
import io
import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np
import soundfile

from sampler.audio.prepare import prepare, within_full_scale
from sampler.audio.read import Recording, read_recording
from sampler.audio.resample import resample
from sampler.dataset.hits import group_of
from sampler.dataset.inputs import find_sources
from sampler.errors import DrumscapeError
from sampler.survey.likeness import NEAR_DB, STEPS_PER_DB, Images, images


def encoded(recording: Recording, container: str, subtype: str | None = None) -> Recording:
    file = io.BytesIO()
    samples = within_full_scale(recording.samples)
    soundfile.write(file, samples, recording.rate_hz, format=container, subtype=subtype)
    file.seek(0)
    read, rate_hz = soundfile.read(file, dtype="float32")
    return Recording(read, rate_hz)


def at_rate(recording: Recording, rate_hz: int) -> Recording:
    return Recording(resample(recording.samples, recording.rate_hz, rate_hz), rate_hz)


def scaled(recording: Recording, gain: float) -> Recording:
    return Recording(within_full_scale(recording.samples) * np.float32(gain), recording.rate_hz)


def later(recording: Recording) -> Recording:
    lead = np.zeros(recording.rate_hz // 20, np.float32)
    return Recording(np.concatenate([lead, recording.samples]), recording.rate_hz)


COPIES: dict[str, Callable[[Recording], Recording]] = {
    "16 bits": lambda take: encoded(take, "WAV", "PCM_16"),
    "12 dB softer, 16 bits": lambda take: encoded(scaled(take, 0.25), "WAV", "PCM_16"),
    "48 kHz": lambda take: at_rate(take, 48_000),
    "polarity flipped": lambda take: scaled(take, -1),
    "50 ms later": later,
    "Ogg Vorbis": lambda take: encoded(take, "OGG"),
    "MP3": lambda take: encoded(at_rate(take, 44_100), "MP3"),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path, help="recordings, of any depth")
    parser.add_argument("--files", type=int, default=240, help="how many to copy (240)")
    chosen = parser.parse_args()
    takes = readable(chosen.folder)
    some = np.random.default_rng(1).permutation(len(takes))[: chosen.files]
    for name, change in COPIES.items():
        distances = [copy_distance(takes[index][1], change) for index in some]
        show(name, distances)
    by_group: dict[str, list[Recording]] = {}
    for name, take in takes:
        by_group.setdefault(group_of(name), []).append(take)
    for folder in sorted({str(Path(name).parent) for name, _ in takes}):
        nearest = [
            d
            for group, several in by_group.items()
            if str(Path(group).parent) == folder
            for d in apart(several)
        ]
        if len(nearest) >= 20:
            show(f"takes in {folder}", nearest)


def readable(folder: Path) -> list[tuple[str, Recording]]:
    found = []
    for source in find_sources(folder):
        try:
            take = read_recording(source.path)
            prepare(take)
        except DrumscapeError:
            continue
        found.append((source.name, take))
    return found


def picture(take: Recording) -> Images:
    return images([prepare(take)])


def copy_distance(take: Recording, change: Callable[[Recording], Recording]) -> float:
    return distance(picture(take), picture(change(take)))


def distance(one: Images, other: Images) -> float:
    return float(np.abs(one.astype(np.int16) - other.astype(np.int16)).mean()) / STEPS_PER_DB


def apart(takes: list[Recording]) -> list[float]:
    """Of each take, how far the nearest other of its group is."""
    pictures = [picture(take) for take in takes]
    if len(takes) < 2:
        return []
    return [min(distance(one, other) for other in pictures if other is not one) for one in pictures]


def show(name: str, distances: list[float]) -> None:
    share = 100 * np.mean(np.array(distances) < NEAR_DB)
    print(f"{name:24} median {np.median(distances):5.2f} dB, below {NEAR_DB:g} dB: {share:.0f} %")


if __name__ == "__main__":
    main()
