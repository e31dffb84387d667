"""Compare models on the same recordings: one table and one sheet of pictures."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sampler.artifact import LANDMARKS
from sampler.measure.frechet import EmbeddingNetwork, prior_sounds
from sampler.measure.posterior import kl_metrics
from sampler.measure.preview import RAMP, STEPS, picture
from sampler.measure.reconstruction import decode_positions, grid_positions, measure, reconstructions
from sampler.model.inference import Model

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw

FloatArray = NDArray[np.float32]

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "full, mrstft": ("full", "mrstft_db"),
    "full, log-mel": ("full", "log_mel_db"),
    "map, mrstft": ("map_only", "mrstft_db"),
    "map, log-mel": ("map_only", "log_mel_db"),
    "full, heard": ("full", "heard_db"),
    "map, heard": ("map_only", "heard_db"),
    "FAD": ("frechet",),
    "click share": ("grid", "click_share"),
    "worst step x": ("grid", "step_x", "worst"),
    "worst step y": ("grid", "step_y", "worst"),
    "brightness": ("grid", "coverage", "brightness_hz"),
    "length": ("grid", "coverage", "length_s"),
    "pitch": ("grid", "coverage", "pitch_hz"),
    "spike, dB": ("onset_spike_db", "made"),
    "decode, ms": ("decode_ms",),
    "steps": ("steps",),
    "minutes": ("minutes",),
}
"""Heading of each column, and the path of its number in the metrics. FAD needs an embedding network."""

SHOWN = 8
"""Number of recordings whose reconstructions the sheet shows."""

PANEL, MARGIN, TITLE, DOT = 560, 16, 28, 3
GROUND, INK = tuple(RAMP[0]), (236, 233, 226)


@dataclass(frozen=True)
class Compared:
    """A measured model: its title, its version folder, its metrics, and the recordings (n, length)."""

    title: str
    folder: Path
    model: Model
    metrics: Mapping[str, Any]
    real: FloatArray


def compare(
    title: str,
    folder: Path,
    model: Model,
    real: FloatArray,
    length_samples: int | None = None,
    embedding: EmbeddingNetwork | None = None,
    known: FloatArray | None = None,
) -> Compared:
    """Measure a model on frames `real` (n, length) and add the steps and minutes of its training.

    With `length_samples` only that part of every sound counts. With `embedding` the metrics include the
    Fréchet audio distance. With `known`, frames (m, length) that the model learned from, they include
    the figures of the nearest of these.
    """
    training = model.manifest.training
    metrics = measure(model, real, length_samples=length_samples, known=known)
    metrics |= {"steps": training["steps"], "minutes": round(training["elapsed_s"] / 60, 1)}
    metrics |= kl_metrics(model.manifest, folder, real)
    if embedding is not None:
        metrics["frechet"] = round(embedding.distance(prior_sounds(model, folder), real), 4)
    return Compared(title, folder, model, metrics, real)


def write(compared: Sequence[Compared], out: Path) -> dict[str, Any]:
    """Write table.md, table.json (the same numbers) and sheet.png into a folder; returns the numbers."""
    out.mkdir(parents=True, exist_ok=True)
    (out / "table.md").write_text(table(compared))
    numbers = {entry.title: dict(entry.metrics) for entry in compared}
    (out / "table.json").write_text(json.dumps(numbers, indent=1))
    sheet(compared).save(out / "sheet.png", optimize=True)
    return numbers


def table(compared: Sequence[Compared]) -> str:
    """A Markdown table with one line per model: distances in dB, steps and shares as ratios."""
    columns = {name: path for name, path in COLUMNS.items() if path[0] in compared[0].metrics}
    head = ["| model |", *(f" {name} |" for name in columns)]
    lines = ["".join(head), "| --- |" + " ---: |" * len(columns)]
    lines += [
        "".join([f"| {entry.title} |", *(f" {_number(entry.metrics, path)} |" for path in columns.values())])
        for entry in compared
    ]
    return "\n".join(lines) + "\n"


def _number(metrics: Mapping[str, Any], path: Sequence[str]) -> str:
    found: Any = metrics
    for name in path:
        found = found[name]
    return f"{found:,}" if isinstance(found, int) else f"{found:.2f}"


def sheet(compared: Sequence[Compared]) -> "Image":
    """One row per model: its landmarks, the spectrograms of its map, its reconstructions of recordings."""
    from PIL import Image, ImageDraw, ImageFont

    height = PANEL + TITLE + MARGIN
    image = Image.new("RGB", (3 * (PANEL + MARGIN) + MARGIN, height * len(compared) + MARGIN), GROUND)
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(16)
    for index, entry in enumerate(compared):
        top = MARGIN + index * height
        draw.text((MARGIN, top), entry.title, INK, font)
        pictures = (_map(entry), _grid(entry.model), _reconstructions(entry.model, entry.real[:SHOWN]))
        for column, made in enumerate(pictures):
            image.paste(made.resize((PANEL, PANEL)), (MARGIN + column * (PANEL + MARGIN), top + TITLE))
    return image


def _map(entry: Compared) -> "Image":
    """A dot for each landmark, lighter where its sound is brighter."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (PANEL, PANEL), GROUND)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, PANEL - 1, PANEL - 1), outline=tuple(RAMP[1]))
    points = json.loads((entry.folder / LANDMARKS).read_text())["points"]
    octaves = np.log2([max(1.0, point["brightness_hz"]) for point in points])
    low, high = np.percentile(octaves, [5, 95])
    for point, octave in zip(points, octaves, strict=True):
        _dot(draw, point["x"], point["y"], (octave - low) / max(1e-6, high - low))
    return image


def _dot(draw: "ImageDraw", x: float, y: float, brightness: float) -> None:
    shade = np.clip(brightness, 0, 1) * (len(RAMP) - 2) + 1
    colour = tuple(int(np.interp(shade, range(len(RAMP)), RAMP[:, channel])) for channel in range(3))
    at = x * (PANEL - 1), (1 - y) * (PANEL - 1)
    draw.ellipse((at[0] - DOT, at[1] - DOT, at[0] + DOT, at[1] + DOT), fill=colour)


def _grid(model: Model) -> "Image":
    return picture(decode_positions(model, grid_positions(STEPS)), STEPS)


def _reconstructions(model: Model, real: FloatArray) -> "Image":
    """One row per recording: its spectrogram, that of its reconstruction, and that without detail."""
    rows = np.stack([real, *reconstructions(model, real)], axis=1)
    return picture(rows[::-1].reshape(-1, real.shape[1]), rows.shape[1])
