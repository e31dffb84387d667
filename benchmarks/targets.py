"""Compare a model with the targets of `docs/models.md`, on recordings it was not trained on.

    python benchmarks/targets.py MODEL_FOLDER RUN --targets judge|shipped --listener NETWORK [--sounds N]

RUN is the run whose held-out or validation hits are used. Prints every figure twice: over the model's whole
length, and over the first 0.37 s, the length of the models of all other families.
"""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.unseen import sounds_of  # noqa: E402
from sampler.analysis.features import first_part  # noqa: E402
from sampler.analysis.spectra import descriptors, log_mel, log_mel_distance, mean_difference  # noqa: E402
from sampler.commands.common import open_model  # noqa: E402
from sampler.constants import MODEL_LENGTH_SAMPLES, RATE_HZ  # noqa: E402
from sampler.measure.evaluation import (  # noqa: E402
    coverage,
    grid_report,
    onset_spike_db,
    reconstruction_distances,
)
from sampler.measure.frechet import EmbeddingNetwork, prior_sounds  # noqa: E402
from sampler.measure.reconstruction import decode_positions, grid_positions, reconstructions  # noqa: E402
from sampler.model.inference import Model  # noqa: E402

FloatArray = NDArray[np.float32]
STEPS = 33
OCTAVES = (-12.0, 0.0, 12.0)

LARGEST: Mapping[str, Mapping[str, float]] = {
    "judge": {
        "full, mrstft, dB": 3.7,
        "full, log-mel, dB": 3.5,
        "refined, mrstft, dB": 3.4,
        "refined, log-mel, dB": 3.2,
        "map, mrstft, dB": 4.5,
        "map, log-mel, dB": 4.9,
        "FAD": 6.0,
    },
    "shipped": {
        "full, mrstft, dB": 4.3,
        "full, log-mel, dB": 4.3,
        "refined, mrstft, dB": 4.0,
        "refined, log-mel, dB": 3.9,
        "map, mrstft, dB": 5.0,
        "map, log-mel, dB": 5.6,
        "FAD, times the training set's": 1.2,
    },
}
LARGEST_OF_ALL = {"worst step": 3.0, "click share": 0.0, "onset spike above real, dB": 1.5, "tail, dB": -30.0}
SMALLEST: Mapping[str, Mapping[str, float]] = {
    "judge": {"coverage of brightness": 0.95, "coverage of length": 0.95, "coverage of pitch, tuned": 0.6},
    "shipped": {"coverage of brightness": 0.85, "coverage of length": 0.85, "coverage of pitch, tuned": 0.6},
}
SMALLEST_OF_ALL = {"positions near the best": 0.8}
NEAR = 1.1
"""A position is near the best when its log-mel distance is at most 10 % above the smallest on the grid."""


class Made:
    """The sounds of a model: reconstructions of recordings (n, length), and grids over its map."""

    def __init__(self, model: Model, real: FloatArray) -> None:
        self.real = real
        self.full, self.on_map = reconstructions(model, real)
        self.refined, self.refined_on_map = reconstructions(model, real, refined=True)
        self.grid = decode_positions(model, grid_positions(STEPS))
        self.tuned = np.concatenate(
            [decode_positions(model, grid_positions(STEPS // 2), tune=tune) for tune in OCTAVES]
        )

    def figures(self, length: int) -> dict[str, float]:
        """All figures, over the first `length` samples of every sound."""
        real, found, grid, tuned = (
            first_part(sounds, length) for sounds in (self.real, self.refined_on_map, self.grid, self.tuned)
        )
        report, described = grid_report(grid, STEPS, real), descriptors(real)
        spikes = [
            float(np.median(onset_spike_db(sounds))) for sounds in (first_part(self.full, length), real)
        ]
        return {
            **self._distances(real, length),
            "worst step": max(report["step_x"]["worst"], report["step_y"]["worst"]),
            "click share": report["click_share"],
            "onset spike above real, dB": spikes[0] - spikes[1],
            # a sound that is cut off has no tail to measure
            "tail, dB": report["tail_db_worst"] if length == self.real.shape[1] else -np.inf,
            "coverage of brightness": report["coverage"]["brightness_hz"],
            "coverage of length": report["coverage"]["length_s"],
            "coverage of pitch, tuned": coverage(descriptors(tuned), described)["pitch_hz"],
            "positions near the best": _near_the_best(found, grid, real),
        }

    def _distances(self, real: FloatArray, length: int) -> dict[str, float]:
        figures = {}
        for name, sounds in (("full", self.full), ("refined", self.refined), ("map", self.on_map)):
            found = reconstruction_distances(real, first_part(sounds, length))
            figures[f"{name}, mrstft, dB"] = found["mrstft_db"]
            figures[f"{name}, log-mel, dB"] = found["log_mel_db"]
        return figures


def _near_the_best(found: FloatArray, grid: FloatArray, real: FloatArray) -> float:
    """The share of `real` whose located sounds `found` are nearly as close as the best of the grid."""
    images = log_mel(grid)
    best = np.array([mean_difference(images, log_mel(one[None])).min() for one in real])
    return float(np.mean(log_mel_distance(found, real) <= NEAR * best))


def _frechet_distances(
    embedding: EmbeddingNetwork, model: Model, folder: Path, real: FloatArray, training: FloatArray
) -> dict[str, float]:
    """Fréchet audio distances, which use the first 0.37 s of sounds of any length."""
    made = embedding.distance(prior_sounds(model, folder), real)
    return {"FAD": made, "FAD, times the training set's": made / embedding.distance(training, real)}


def _say(figures: list[dict[str, float]], targets: str) -> None:
    print(f"{'':32}{'target':>8}{'whole':>9}{'0.37 s':>9}")
    largest, smallest = {**LARGEST[targets], **LARGEST_OF_ALL}, {**SMALLEST[targets], **SMALLEST_OF_ALL}
    for sign, limits in (("<=", largest), (">=", smallest)):
        for name, limit in limits.items():
            values = [column[name] for column in figures]
            holds = [value <= limit if sign == "<=" else value >= limit for value in values]
            shown = "".join(
                f"{value:8.2f}{' ' if good else '!'}" for value, good in zip(values, holds, strict=True)
            )
            print(f"{name:32}{sign}{limit:6.2f}{shown}")


def main() -> None:
    """Print target, figure over the whole length and over 0.37 s, with a ! after a figure that misses it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("model", type=Path)
    parser.add_argument("run", type=Path)
    parser.add_argument("--targets", choices=list(LARGEST), required=True)
    parser.add_argument("--listener", type=Path, required=True, help="Keras classifier of drums")
    parser.add_argument("--sounds", type=int, help="number of unseen hits, drawn at random; all by default")
    args = parser.parse_args()
    model = open_model(args.model)
    length = model.manifest.length_samples
    sounds = sounds_of(args.run, length, args.sounds)
    made = Made(model, sounds.drawn)
    embedding = EmbeddingNetwork(args.listener)
    frechet = _frechet_distances(embedding, model, args.model, sounds.unseen, sounds.known)
    print(f"{len(sounds.drawn)} of {len(sounds.unseen)} unseen sounds, {length / RATE_HZ:.2f} s")
    _say([{**made.figures(count), **frechet} for count in (length, MODEL_LENGTH_SAMPLES)], args.targets)


if __name__ == "__main__":
    main()
