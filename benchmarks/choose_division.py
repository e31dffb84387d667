"""Which seed divides a dataset as the targets' recordings were divided, whatever is trained on it.

    python benchmarks/choose_division.py DATASET [--seeds N]

How near a model can be to recordings that it was not trained on depends on which ones they are. The targets
of `docs/models.md` were set where the nearest training sound and fresh noise under a recording's own envelope
were so far away as `TARGETS_DB` says. Both are measured here for the division that `train --seed` would make,
and the seeds are printed that come nearest to these four figures. No model has a part in it.
"""

import argparse
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.division import noise_under_envelopes  # noqa: E402
from sampler.audio.analyse import log_mel, log_mel_distance, mean_difference, mrstft_distance  # noqa: E402
from sampler.audio.dataset import Dataset  # noqa: E402
from sampler.constants import MODEL_LENGTH_SAMPLES  # noqa: E402
from sampler.training.arrays import frames_of, groups_to_hold_out  # noqa: E402

FloatArray = NDArray[np.floating]
TARGETS_DB = (5.0, 4.8, 3.3, 2.3)
"""mrstft and log-mel of the nearest training sound, then of noise."""
CHUNK = 64
BEST = 10


def distances(made: FloatArray, real: FloatArray) -> FloatArray:
    """(N, 2) dB: mrstft and log-mel."""
    return np.stack([mrstft_distance(made, real), log_mel_distance(made, real)], axis=1)


def noise_distances(sounds: FloatArray) -> FloatArray:
    """(N, 2) dB: of noise under each sound's own envelope."""
    parts = np.split(sounds, range(CHUNK, len(sounds), CHUNK))
    return np.concatenate([distances(noise_under_envelopes(part), part) for part in parts])


def log_mel_pairs(sounds: FloatArray) -> FloatArray:
    """(N, N) dB: row i says how far all sounds are from sound i."""
    images = log_mel(sounds)
    return np.stack([mean_difference(images, image[None]) for image in images])


def difficulty(
    held: NDArray[np.bool_], sounds: FloatArray, pairs: FloatArray, noise: FloatArray
) -> FloatArray:
    """(4,) dB: the figures of `TARGETS_DB` where the sounds of `held` (N,) are unseen."""
    unseen, known = np.flatnonzero(held), np.flatnonzero(~held)
    nearest = known[pairs[np.ix_(unseen, known)].argmin(axis=1)]
    return np.concatenate([distances(sounds[nearest], sounds[unseen]).mean(0), noise[unseen].mean(0)])


def main() -> None:
    """Print the seeds nearest to the targets' division first, below them the mean of all."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("dataset", type=Path)
    parser.add_argument("--seeds", type=int, default=100)
    args = parser.parse_args()
    dataset = Dataset.load(args.dataset)
    sounds = frames_of(list(dataset), MODEL_LENGTH_SAMPLES)
    pairs, noise = log_mel_pairs(sounds), noise_distances(sounds)
    held = [np.isin(dataset.groups, groups_to_hold_out(dataset.groups, seed)) for seed in range(args.seeds)]
    figures = np.array([difficulty(each, sounds, pairs, noise) for each in held])
    print(f"{'seed':>6}{'unseen':>8}{'nearest training sound':>26}{'noise':>18}")
    for seed in np.abs(figures - TARGETS_DB).sum(axis=1).argsort()[:BEST]:
        _say(str(seed), int(held[seed].sum()), figures[seed])
    _say("mean", round(np.mean([each.sum() for each in held])), figures.mean(0))


def _say(name: str, unseen: int, figures: FloatArray) -> None:
    print(f"{name:>6}{unseen:8}{figures[0]:18.2f}{figures[1]:8.2f}{figures[2]:10.2f}{figures[3]:8.2f}")


if __name__ == "__main__":
    main()
