"""Find the seeds that divide a dataset into training and held-out hits as hard as those of the targets.

    python benchmarks/choose_division.py DATASET [--seeds N]

How near a model can come to held-out recordings depends on which ones are held out. `division.py` measures
this without a model: the distance of the nearest training hit, and of noise under all, 32 and two components
of a recording's envelope. `TARGETS_DB` holds these figures for the recordings on which the targets of
`docs/models.md` were set. This script measures them for the division that `train --seed` would make, and
prints the seeds whose eight figures come nearest to `TARGETS_DB`.
"""

import argparse
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.division import KEPT, Components, envelopes, noise_under  # noqa: E402
from sampler.analysis.spectra import log_mel, log_mel_distance, mean_difference, mrstft_distance  # noqa: E402
from sampler.constants import MODEL_LENGTH_SAMPLES  # noqa: E402
from sampler.dataset.hits import Dataset  # noqa: E402
from sampler.training.arrays import frames_of  # noqa: E402
from sampler.training.division import groups_to_hold_out  # noqa: E402

FloatArray = NDArray[np.floating]
Indices = NDArray[np.intp]
NAMES = ("nearest sound", "noise", *(f"{count} components" for count in KEPT))
TARGETS_DB = (5.0, 4.8, 3.3, 2.3, 3.6, 2.9, 5.6, 5.6)
"""mrstft and log-mel distance of each of `NAMES`."""
CHUNK = 64
BEST = 10


def distances(made: FloatArray, real: FloatArray) -> FloatArray:
    """Distances (N, 2) in dB of (N, L) from (N, L): mrstft and log-mel."""
    return np.stack([mrstft_distance(made, real), log_mel_distance(made, real)], axis=1)


def noise_distances(sounds: FloatArray) -> FloatArray:
    """Distances (N, 6) in dB of noise under all, 32 and two components of each sound's envelope.

    The components are those of all sounds, computed once for all divisions. With the components of the
    training hits alone the distances would be 0.1 dB larger.
    """
    own = envelopes(sounds)
    components = Components(own)
    kept = [own, *(components.keep(own, count) for count in KEPT)]
    return np.concatenate([_noise_distances(gains, sounds) for gains in kept], axis=1)


def _noise_distances(gains: FloatArray, sounds: FloatArray) -> FloatArray:
    pairs = zip(_parts(gains), _parts(sounds), strict=True)
    return np.concatenate([distances(noise_under(part), real) for part, real in pairs])


def _parts(rows: FloatArray) -> list[FloatArray]:
    return np.split(rows, range(CHUNK, len(rows), CHUNK))


def nearest_known(held: list[NDArray[np.bool_]], sounds: FloatArray) -> list[Indices]:
    """For each division, the index of the known sound that is nearest in log-mel to each unseen one."""
    images = log_mel(sounds)
    pairs = np.stack([mean_difference(images, image[None]) for image in images])
    return [np.flatnonzero(~each)[pairs[np.ix_(each, ~each)].argmin(axis=1)] for each in held]


def difficulties(held: list[NDArray[np.bool_]], sounds: FloatArray) -> FloatArray:
    """The figures of `TARGETS_DB` (divisions, 8) in dB. Each mask `held` (N,) marks the unseen sounds."""
    noise, nearest = noise_distances(sounds), nearest_known(held, sounds)
    unseen = np.concatenate([np.flatnonzero(each) for each in held])
    # many pairs occur in several divisions: each is measured once
    pairs, index = np.unique(np.stack([np.concatenate(nearest), unseen]), axis=1, return_inverse=True)
    far = distances(sounds[pairs[0]], sounds[pairs[1]])[index.ravel()]
    parts = np.split(far, np.cumsum([each.sum() for each in held])[:-1])
    rows = [np.append(part.mean(0), noise[each].mean(0)) for part, each in zip(parts, held, strict=True)]
    return np.array(rows)


def main() -> None:
    """Print the seeds whose figures are nearest to the targets', then the mean of all seeds."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("dataset", type=Path)
    parser.add_argument("--seeds", type=int, default=1000)
    args = parser.parse_args()
    dataset = Dataset.load(args.dataset)
    sounds = frames_of(list(dataset), MODEL_LENGTH_SAMPLES)
    held = [np.isin(dataset.groups, groups_to_hold_out(dataset.groups, seed)) for seed in range(args.seeds)]
    figures = difficulties(held, sounds)
    print(f"{'seed':>8}{'unseen':>8}" + "".join(f"{name:>16}" for name in NAMES))
    for seed in np.abs(figures - TARGETS_DB).sum(axis=1).argsort()[:BEST]:
        _say(str(seed), int(held[seed].sum()), figures[seed])
    _say("mean", round(np.mean([each.sum() for each in held])), figures.mean(0))
    _say("targets", 0, np.array(TARGETS_DB))


def _say(name: str, unseen: int, figures: FloatArray) -> None:
    pairs = "".join(f"{mrstft:10.2f}{log:6.2f}" for mrstft, log in figures.reshape(-1, 2))
    print(f"{name:>8}{unseen or '':>8}{pairs}")


if __name__ == "__main__":
    main()
