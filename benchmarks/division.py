"""How near a model can come to the recordings that a run held out, measured without a model.

    python benchmarks/division.py RUN [--sounds N]

Prints mrstft and log-mel distances in dB over the first 0.37 s, from each held-out recording to

- the nearest training hit: the distance that a copy would have;
- fresh noise under the recording's own envelope in 24 bands: a noise synthesiser that knows the whole
envelope; - noise under the first 32 and two principal components of that envelope, fitted to the training
hits: the same with as many numbers as a detail vector and as a position on a map have.
"""

import argparse
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.unseen import sounds_of  # noqa: E402
from sampler.analysis.spectra import log_mel, mean_difference  # noqa: E402
from sampler.constants import MODEL_LENGTH_SAMPLES, RATE_HZ  # noqa: E402
from sampler.measure.evaluation import reconstruction_distances  # noqa: E402
from sampler.nets.spectral import band_gains  # noqa: E402
from sampler.quiet import native_silence  # noqa: E402

FloatArray = NDArray[np.float32]
BANDS, N_FFT, HOP, FAINTEST = 24, 256, 64, 1e-5
KEPT = (32, 2)
"""Numbers of a detail vector and of a position."""


def nearest(real: FloatArray, known: FloatArray) -> FloatArray:
    """The nearest of `known` (m, length) in log-mel for each of `real` (n, length): (n, length)."""
    images = log_mel(known)
    return known[[mean_difference(images, log_mel(one[None])).argmin() for one in real]]


def envelopes(sounds: FloatArray) -> FloatArray:
    """Band gains of (n, length): (n, frames, 24)."""
    return band_gains(sounds, BANDS, N_FFT, HOP, RATE_HZ)


def noise_under(gains: FloatArray) -> FloatArray:
    """Fresh white noise shaped by band gains (n, frames, bands): (n, length)."""
    with native_silence():
        import keras

        from sampler.nets.signals import FilteredNoise, NoiseSource

        frames, bands = gains.shape[1:]
        excitation = NoiseSource(frames, N_FFT, HOP).fresh(len(gains), keras.random.SeedGenerator(0))
        shaped = FilteredNoise((frames - 1) * HOP, RATE_HZ, bands, N_FFT, HOP)(gains, excitation)
        return np.asarray(keras.ops.convert_to_numpy(shaped))


class Components:
    """The principal components of the logarithms of envelopes (n, frames, bands)."""

    def __init__(self, learned_from: FloatArray) -> None:
        logs = _logs(learned_from)
        self._mean = logs.mean(axis=0)
        self._rows = np.linalg.svd(logs - self._mean, full_matrices=False)[2]

    def keep(self, gains: FloatArray, count: int) -> FloatArray:
        """Project envelopes (n, frames, bands) on the first `count` components; same shape."""
        rows = self._rows[:count]
        logs = self._mean + (_logs(gains) - self._mean) @ rows.T @ rows
        return np.asarray(np.exp(logs), np.float32).reshape(gains.shape)


def _logs(gains: FloatArray) -> FloatArray:
    return np.log(np.maximum(gains, np.float32(FAINTEST))).reshape(len(gains), -1)


def main() -> None:
    """Print one line for each reference."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("run", type=Path)
    parser.add_argument("--sounds", type=int, help="number of unseen hits, drawn at random; all by default")
    args = parser.parse_args()
    known, unseen, real = sounds_of(args.run, MODEL_LENGTH_SAMPLES, args.sounds)
    own, components = envelopes(real), Components(envelopes(known))
    made = {
        "nearest training sound": nearest(real, known),
        f"noise under its own envelope, {BANDS} bands": noise_under(own),
        **{
            f"noise under {count} components of it": noise_under(components.keep(own, count))
            for count in KEPT
        },
    }
    print(f"{len(real)} of {len(unseen)} unseen sounds, {len(known)} known")
    for name, sounds in made.items():
        distances = reconstruction_distances(real, sounds)
        print(f"{name:40}{distances['mrstft_db']:8.2f}{distances['log_mel_db']:8.2f}")


if __name__ == "__main__":
    main()
