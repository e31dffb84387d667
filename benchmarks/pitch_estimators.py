"""Compare estimators of a drum's pitch on recordings: how often they give one, and agree with themselves.

    python benchmarks/pitch_estimators.py ../shared/data/drums [--sheet SHEET.webp]

FOLDER has a folder for each class and in it one for each source. The first table says of how many of at most
`COUNT` recordings of a class an estimator calls the pitch clear: of hats and claps it should be none. The
second table takes neighbouring takes of one drum, in sources that have them, and says how many of the pairs
in which both are clear lie within a semitone. A sheet shows spectrograms from 20 Hz to 2 kHz with what was
found.
"""

import argparse
import random
import re
import sys
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.baselines.pitch_rivals import LOW_RATE_HZ, NOTHING, Found, esprit, low_band, yin  # noqa: E402
from sampler.analysis.hearing import strongest_partial  # noqa: E402
from sampler.analysis.pitch import body_pitch  # noqa: E402
from sampler.audio.read import read_recording  # noqa: E402
from sampler.audio.resample import resample  # noqa: E402
from sampler.constants import RATE_HZ  # noqa: E402
from sampler.errors import UnusableAudio  # noqa: E402
from sampler.measure.preview import RAMP  # noqa: E402

Floats = NDArray[np.float32]
COUNT = 60
TAKES = ("gogodze", "gscw", "muldjord", "osdk", "body")
"""Sources in which files whose names differ in digits alone are takes of one drum."""

MAX_S = 3.0
TILE, TILE_S, COLUMNS, RANGE_DB = (220, 160), (-0.01, 0.24), 8, 45.0


def _strongest(sound: Floats) -> Found:
    found = strongest_partial(sound)
    return Found(found.hz, found.clear and found.hz > 0) if found else NOTHING


def _body(sound: Floats) -> Found:
    found = body_pitch(sound)
    return Found(found.hz, True) if found else NOTHING


ESTIMATORS: dict[str, tuple[Callable[[Floats], Found], tuple[int, int, int]]] = {
    "strongest partial": (_strongest, (255, 255, 255)),
    "YIN": (yin, (255, 90, 90)),
    "ESPRIT": (esprit, (90, 230, 255)),
    "body_pitch": (_body, (110, 255, 110)),
}
"""Each estimator, and its colour on a sheet."""


def read(path: Path) -> Floats | None:
    """The first seconds of a recording at `RATE_HZ`, or None where it cannot be used."""
    try:
        recording = read_recording(path, max_s=MAX_S)
    except UnusableAudio:
        return None
    return resample(recording.samples, recording.rate_hz, RATE_HZ)


def some_of(files: list[Path], count: int) -> list[Path]:
    """At most `count` files, drawn source by source, always the same."""
    rng = random.Random(0)
    sources: dict[str, list[Path]] = {}
    for file in files:
        sources.setdefault(file.parent.name, []).append(file)
    for members in sources.values():
        rng.shuffle(members)
    drawn = [members[i] for i in range(count) for members in sources.values() if i < len(members)]
    return drawn[:count]


def takes(files: list[Path]) -> Iterator[tuple[Path, Path]]:
    """Neighbours among takes of one drum: names that differ in their digits alone, in the order of these."""
    drums: dict[tuple[Path, str], list[Path]] = {}
    for file in files:
        if file.parent.name in TAKES:
            drums.setdefault((file.parent, re.sub(r"\d+", "", file.stem)), []).append(file)
    for members in drums.values():
        members.sort(key=lambda file: [int(digits) for digits in re.findall(r"\d+", file.stem)])
        yield from pairwise(members)


def spectrogram(sound: Floats) -> Image.Image:
    """Low band of a sound as seen through wavelets of one and a half periods, 20 Hz to 2 kHz."""
    low, peak = low_band(sound)
    bins_hz = np.arange(len(low) // 2 + 1) * LOW_RATE_HZ / len(low)
    centres = 20 * 2 ** (np.arange(160) / 24)[:, None]
    sigma_s = np.clip(1.5 / centres, 0.01, 0.06)
    kernels = np.exp(-2 * (np.pi * sigma_s * (bins_hz - centres)) ** 2)
    waves = np.zeros((len(centres), len(low)), np.complex128)
    waves[:, : len(bins_hz)] = np.fft.rfft(low) * kernels
    at = peak + (np.linspace(*TILE_S, TILE[0]) * LOW_RATE_HZ).astype(int)
    level_db = 20 * np.log10(np.abs(np.fft.ifft(waves, axis=1))[::-1, at] + 1e-9)
    shade = np.clip(1 + (level_db - level_db.max()) / RANGE_DB, 0, 1) * (len(RAMP) - 1)
    colours = [np.interp(shade, range(len(RAMP)), RAMP[:, channel]) for channel in range(3)]
    return Image.fromarray(np.stack(colours, 2).astype(np.uint8)).resize(TILE)


def tile(path: Path) -> Image.Image:
    """A spectrogram with a mark for each estimator, long where it is clear, and the glide of the body."""
    sound = read(path)
    if sound is None:
        return Image.new("RGB", TILE)
    image = spectrogram(sound)
    draw = ImageDraw.Draw(image)
    for place, (estimate, colour) in enumerate(ESTIMATORS.values()):
        found = estimate(sound)
        if found.hz > 0:
            right = TILE[0] - 2 - 14 * place
            height = _height(found.hz)
            draw.line((right - (11 if found.clear else 3), height, right, height), colour, 2)
    pitch = body_pitch(sound)
    if pitch:
        for second in np.linspace(0.005, 0.2, 40):
            across = (second - TILE_S[0]) / (TILE_S[1] - TILE_S[0]) * TILE[0]
            draw.point((across, _height(float(pitch.glide.hz(second)))), ESTIMATORS["body_pitch"][1])
    draw.text((4, 2), f"{path.parts[-3]} {path.stem[-24:]}", (255, 255, 255))
    draw.text((4, 13), f"{pitch.hz:.0f} Hz" if pitch else "none", ESTIMATORS["body_pitch"][1])
    return image


def _height(hz: float) -> float:
    return TILE[1] - 1 - float(np.log2(max(hz, 20) / 20)) * 24 / 160 * TILE[1]


def sheet(paths: list[Path]) -> Image.Image:
    """Tiles of recordings, row by row."""
    rows = -(-len(paths) // COLUMNS)
    image = Image.new("RGB", (COLUMNS * (TILE[0] + 3), rows * (TILE[1] + 3)), (50, 50, 50))
    for index, path in enumerate(paths):
        image.paste(tile(path), (index % COLUMNS * (TILE[0] + 3), index // COLUMNS * (TILE[1] + 3)))
    return image


def clear_row(files: list[Path]) -> list[str]:
    """The share of recordings in which each estimator finds a clear pitch."""
    sounds = [sound for file in files if (sound := read(file)) is not None]
    return [f"{np.mean([estimate(one).clear for one in sounds]):.0%}" for estimate, _ in ESTIMATORS.values()]


def agreement_row(pairs: list[tuple[Path, Path]]) -> list[str]:
    """For each estimator the share of clear pairs within a semitone, and how many pairs are clear."""
    sounds = [pair for files in pairs if (pair := [read(file) for file in files])]
    return [_agreement(estimate, sounds) for estimate, _ in ESTIMATORS.values()]


def _agreement(estimate: Callable[[Floats], Found], pairs: list[list[Floats | None]]) -> str:
    found = [[estimate(sound) if sound is not None else NOTHING for sound in pair] for pair in pairs]
    steps = [12 * np.log2(one.hz / other.hz) for one, other in found if one.clear and other.clear]
    return f"{np.mean(np.abs(steps) < 1):.0%} of {len(steps)}" if steps else "0 of 0"


def milliseconds(files: list[Path]) -> list[str]:
    """Processor time of each estimator for a recording."""
    sounds = [sound for file in files if (sound := read(file)) is not None]
    times = []
    for estimate, _ in ESTIMATORS.values():
        started = time.process_time()
        for sound in sounds:
            estimate(sound)
        times.append(f"{1000 * (time.process_time() - started) / len(sounds):.1f}")
    return times


def show(name: str, cells: list[str]) -> None:
    """Print a line of a Markdown table."""
    print(f"| {name} | " + " | ".join(cells) + " |", flush=True)


def main() -> None:
    """Print the tables and draw the sheet."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sheet", type=Path, help="draw about a hundred recordings into this picture")
    args = parser.parse_args()
    classes = {
        folder.name: sorted(folder.glob("*/*")) for folder in sorted(args.folder.iterdir()) if folder.is_dir()
    }
    if args.sheet:
        drawn = [path for files in classes.values() for path in some_of(files, 12)]
        sheet(drawn).save(args.sheet, quality=30, method=6)
    for title, row in (("clear", clear_row), ("takes within a semitone", agreement_row)):
        show(title, list(ESTIMATORS))
        print("| --- |" + " ---: |" * len(ESTIMATORS))
        for name, files in classes.items():
            if row is clear_row:
                show(name, clear_row(some_of(files, COUNT)))
            elif pairs := list(takes(files)):
                show(f"{name}, {min(COUNT, len(pairs))} pairs", agreement_row(_drawn(pairs)))
        print()
    show(
        "ms a recording", milliseconds(some_of([file for files in classes.values() for file in files], COUNT))
    )


def _drawn(pairs: list[tuple[Path, Path]]) -> list[tuple[Path, Path]]:
    return random.Random(0).sample(pairs, min(COUNT, len(pairs)))


if __name__ == "__main__":
    main()
