"""How hard it is to be near recordings that a run was not trained on, whatever is trained.

    python benchmarks/division.py RUN [--sounds N]

Distances over the first 0.37 s, in dB, mrstft and log-mel, of the nearest training sound, and of fresh noise
under each recording's own envelope in 24 bands: what a copy has, and what a synthesiser of noise would have
that knew everything about a sound but its samples.
"""

import argparse
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.unseen import sounds_of  # noqa: E402
from sampler.audio.analyse import log_mel, mean_difference  # noqa: E402
from sampler.constants import MODEL_LENGTH_SAMPLES, RATE_HZ  # noqa: E402
from sampler.evaluation import reconstruction_distances  # noqa: E402
from sampler.families.modal import HOP, N_FFT  # noqa: E402
from sampler.nets.spectral import band_gains  # noqa: E402
from sampler.quiet import native_silence  # noqa: E402

FloatArray = NDArray[np.float32]
BANDS = 24


def nearest(real: FloatArray, known: FloatArray) -> FloatArray:
    """The one of `known` (m, length) that is nearest in log-mel to each of `real` (n, length)."""
    images = log_mel(known)
    return known[[mean_difference(images, log_mel(one[None])).argmin() for one in real]]


def noise_under_envelopes(real: FloatArray) -> FloatArray:
    """Fresh white noise shaped by each sound's own band gains, (n, length)."""
    with native_silence():
        import keras

        from sampler.nets.signals import FilteredNoise, NoiseSource

        gains = band_gains(real, BANDS, N_FFT, HOP, RATE_HZ)
        source = NoiseSource(gains.shape[1], N_FFT, HOP)
        excitation = source.fresh(len(real), keras.random.SeedGenerator(0))
        shaped = FilteredNoise(real.shape[1], RATE_HZ, BANDS, N_FFT, HOP)(gains, excitation)
        return np.asarray(keras.ops.convert_to_numpy(shaped))


def main() -> None:
    """Print a line for each."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("run", type=Path)
    parser.add_argument("--sounds", type=int, help="so many of the unseen, drawn at random; all by default")
    args = parser.parse_args()
    known, unseen, real = sounds_of(args.run, MODEL_LENGTH_SAMPLES, args.sounds)
    made = {
        "nearest training sound": nearest(real, known),
        f"noise under its own envelope, {BANDS} bands": noise_under_envelopes(real),
    }
    print(f"{len(real)} of {len(unseen)} unseen sounds, {len(known)} known")
    for name, sounds in made.items():
        distances = reconstruction_distances(real, sounds)
        print(f"{name:40}{distances['mrstft_db']:8.2f}{distances['log_mel_db']:8.2f}")


if __name__ == "__main__":
    main()
