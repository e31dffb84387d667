"""Draw the waveform of a recording before and after preparation."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from sampler.audio.align import find_peak
from sampler.audio.prepare import frame, prepare
from sampler.audio.read import read_recording

WIDTH, PANEL_HEIGHT, MARGIN, TEXT_HEIGHT = 960, 200, 16, 24
GROUND, PANEL, INK = "#111417", "#1a1f24", "#e8e6e1"
BEFORE, AFTER = "#5cc8d7", "#f5a524"


def draw_before_after(
    path: Path, picture: Path, *, rate_hz: int, attack_samples: int, length_samples: int
) -> None:
    """Write a PNG: the first channel of `path` above, its fixed frame below, the peak of each marked.

    Raises UnreadableAudio, UnusableAudio, and OSError when the picture cannot be written.
    """
    recording = read_recording(path)
    framed = frame(
        prepare(recording, rate_hz=rate_hz), attack_samples=attack_samples, length_samples=length_samples
    )
    image = Image.new("RGB", (WIDTH, 2 * (PANEL_HEIGHT + TEXT_HEIGHT) + 3 * MARGIN), GROUND)
    draw = ImageDraw.Draw(image)
    channels = "1 channel" if recording.channels == 1 else f"first of {recording.channels} channels"
    title = f"{path.name}, as it is, {channels}"
    _panel(draw, MARGIN, recording.samples, recording.rate_hz, title, BEFORE)
    _panel(draw, 2 * MARGIN + PANEL_HEIGHT + TEXT_HEIGHT, framed, rate_hz, "prepared", AFTER)
    picture.parent.mkdir(parents=True, exist_ok=True)
    image.save(picture, format="PNG")


def _panel(
    draw: ImageDraw.ImageDraw,
    top: int,
    samples: NDArray[np.float32],
    rate_hz: int,
    title: str,
    colour: str,
) -> None:
    peak, width = find_peak(samples), WIDTH - 2 * MARGIN
    facts = f"{rate_hz} Hz, {len(samples) / rate_hz:.3f} s, "
    facts += f"peak {abs(samples[peak]):.3f} at {peak / rate_hz:.4f} s"
    font = ImageFont.load_default(14)
    draw.text((MARGIN, top), f"{title}: {facts}", INK, font)
    top += TEXT_HEIGHT
    draw.rectangle((MARGIN, top, MARGIN + width - 1, top + PANEL_HEIGHT - 1), PANEL)
    lowest, highest = columns(samples, width)
    middle, scale = top + PANEL_HEIGHT / 2, 0.48 * PANEL_HEIGHT
    for column, (low, high) in enumerate(zip(lowest, highest, strict=True)):
        x = MARGIN + column
        draw.line((x, middle - high * scale, x, middle - low * scale), colour)
    mark = MARGIN + peak * width // len(samples)
    draw.line((mark, top, mark, top + 8), INK)


def columns(samples: NDArray[np.float32], width: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Smallest and largest sample, within [-1, 1], of each of `width` equal parts of (n,)."""
    edges = np.arange(width) * len(samples) // width
    clipped = np.clip(samples, -1, 1)
    return np.minimum.reduceat(clipped, edges), np.maximum.reduceat(clipped, edges)
