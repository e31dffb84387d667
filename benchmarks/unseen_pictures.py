"""Draw unseen sounds beside what a model makes of them: waveform, spectrogram and pitch of both.

    python benchmarks/unseen_pictures.py MODEL_FOLDER RUN OUT.webp [--sounds 12]

RUN is the run that the model was exported from: its validation sounds are unseen. Every column is a sound:
above the recording, below the model's sound at the location found for it. The numbers are their notes in Hz.
"""

import argparse
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from sampler.analysis.features import first_part  # noqa: E402
from sampler.analysis.hearing import heard_distance  # noqa: E402
from sampler.analysis.pitch import body_pitch  # noqa: E402
from sampler.constants import MODEL_LENGTH_SAMPLES  # noqa: E402
from sampler.export.source import Source  # noqa: E402
from sampler.measure.preview import picture  # noqa: E402
from sampler.measure.reconstruction import reconstructions  # noqa: E402
from sampler.model.inference import Model  # noqa: E402

Floats = NDArray[np.float32]
WIDTH, WAVE, SPECTRUM, TEXT, GAP = 150, 56, 84, 16, 6
GROUND, INK, WAVE_INK = (17, 20, 23), (230, 226, 218), (245, 165, 36)


def main() -> None:
    """Read the arguments and write the picture."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("model", type=Path)
    parser.add_argument("run", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--sounds", type=int, default=12)
    args = parser.parse_args()
    unseen = Source(args.run).unseen_frames()
    drawn = np.sort(np.random.default_rng(0).permutation(len(unseen))[: args.sounds])
    real = unseen[drawn]
    made, _ = reconstructions(Model.load(args.model), real)
    sheet(real, made).save(args.out, quality=80)


def sheet(real: Floats, made: Floats) -> Image.Image:
    """A column for each pair of sounds (n, length)."""
    parts = [first_part(sounds, MODEL_LENGTH_SAMPLES) for sounds in (real, made)]
    apart_db = heard_distance(parts[1], parts[0])
    height = 2 * (TEXT + WAVE + SPECTRUM) + TEXT + GAP
    image = Image.new("RGB", (len(real) * (WIDTH + GAP) + GAP, height), GROUND)
    for column in range(len(real)):
        left = GAP + column * (WIDTH + GAP)
        for row, sounds in enumerate(parts):
            _draw_sound(image, left, row * (TEXT + WAVE + SPECTRUM), sounds[column])
        _write(image, left, height - TEXT, f"{apart_db[column]:.1f} dB apart")
    return image


def _draw_sound(image: Image.Image, left: int, top: int, sound: Floats) -> None:
    pitch = body_pitch(sound)
    _write(image, left, top, f"{pitch.hz:.1f} Hz" if pitch else "no note")
    middle, draw = top + TEXT + WAVE // 2, ImageDraw.Draw(image)
    for x, part in enumerate(np.array_split(sound, WIDTH)):
        span = (middle - WAVE / 2 * float(part.max()), middle - WAVE / 2 * float(part.min()))
        draw.line([(left + x, span[0]), (left + x, span[1])], fill=WAVE_INK)
    image.paste(picture(sound[None], 1).resize((WIDTH, SPECTRUM)), (left, top + TEXT + WAVE))


def _write(image: Image.Image, left: int, top: int, text: str) -> None:
    ImageDraw.Draw(image).text((left, top), text, INK, ImageFont.load_default(12))


if __name__ == "__main__":
    main()
