"""Distances of copies of a recording, and of other recordings of the same drum, to choose `NEAR_DB`.

    python benchmarks/near_duplicates.py FOLDER [--files 240]

Copies a random choice of the recordings in FOLDER with changes that are common in producers' folders, and
prints the share of copies nearer than `NEAR_DB`. Then prints, for each folder, the share of recordings that
have another one of their group (the name up to `__`) nearer than that.
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
from sampler.survey.similarity import NEAR_DB, STEPS_PER_DB, Images, images


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
    "16 bits": lambda sound: encoded(sound, "WAV", "PCM_16"),
    "12 dB softer, 16 bits": lambda sound: encoded(scaled(sound, 0.25), "WAV", "PCM_16"),
    "48 kHz": lambda sound: at_rate(sound, 48_000),
    "polarity flipped": lambda sound: scaled(sound, -1),
    "50 ms later": later,
    "Ogg Vorbis": lambda sound: encoded(sound, "OGG"),
    "MP3": lambda sound: encoded(at_rate(sound, 44_100), "MP3"),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path, help="recordings, of any depth")
    parser.add_argument("--files", type=int, default=240, help="how many to copy (240)")
    chosen = parser.parse_args()
    recordings = readable(chosen.folder)
    some = np.random.default_rng(1).permutation(len(recordings))[: chosen.files]
    for name, change in COPIES.items():
        distances = [copy_distance(recordings[index][1], change) for index in some]
        show(name, distances)
    by_group: dict[str, list[Recording]] = {}
    for name, recording in recordings:
        by_group.setdefault(group_of(name), []).append(recording)
    for folder in sorted({str(Path(name).parent) for name, _ in recordings}):
        nearest = [
            d
            for group, several in by_group.items()
            if str(Path(group).parent) == folder
            for d in apart(several)
        ]
        if len(nearest) >= 20:
            show(f"groups in {folder}", nearest)


def readable(folder: Path) -> list[tuple[str, Recording]]:
    found = []
    for source in find_sources(folder):
        try:
            recording = read_recording(source.path)
            prepare(recording)
        except DrumscapeError:
            continue
        found.append((source.name, recording))
    return found


def picture(recording: Recording) -> Images:
    return images([prepare(recording)])


def copy_distance(recording: Recording, change: Callable[[Recording], Recording]) -> float:
    return distance(picture(recording), picture(change(recording)))


def distance(one: Images, other: Images) -> float:
    return float(np.abs(one.astype(np.int16) - other.astype(np.int16)).mean()) / STEPS_PER_DB


def apart(recordings: list[Recording]) -> list[float]:
    """For each recording of a group, the distance in dB of the nearest other one."""
    pictures = [picture(recording) for recording in recordings]
    if len(recordings) < 2:
        return []
    return [min(distance(one, other) for other in pictures if other is not one) for one in pictures]


def show(name: str, distances: list[float]) -> None:
    share = 100 * np.mean(np.array(distances) < NEAR_DB)
    print(f"{name:24} median {np.median(distances):5.2f} dB, below {NEAR_DB:g} dB: {share:.0f} %")


if __name__ == "__main__":
    main()
