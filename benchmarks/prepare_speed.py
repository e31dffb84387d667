"""Speed of `prepare`, compared with a plain script that uses librosa.

python benchmarks/prepare_speed.py [FOLDER] [--rounds 3]

Needs librosa 0.11. Both read every file of FOLDER (default: the shared snares), take the first channel,
resample it to 44.1 kHz with soxr_hq, put the peak at 0.1 s, pad or trim to 0.4 s and write a 32-bit float
WAV. `prepare` also isolates each file, removes DC, fades, finds duplicates and writes dataset and report.
Rounds alternate, caches are warm, and the best round of each counts; the time includes the start of
`prepare`'s processes. Results are deleted at the end only: ext4 writes slowly beside files just deleted.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import librosa
import numpy as np
import soundfile

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from sampler.dataset.folder import available_cores, prepare_folder  # noqa: E402

RATE_HZ, ATTACK_SAMPLES, LENGTH_SAMPLES = 44_100, 4_410, 17_640


def plain_script(src: Path, out: Path) -> int:
    """The script to compare with: it reads, resamples, aligns and writes one file after another."""
    files = [path for path in sorted(src.rglob("*")) if path.is_file()]
    for path in files:
        samples, rate_hz = librosa.load(path, sr=None, mono=False)
        first = samples if samples.ndim == 1 else samples[0]
        if rate_hz != RATE_HZ:
            first = librosa.resample(first, orig_sr=rate_hz, target_sr=RATE_HZ)
        peak = int(np.argmax(np.abs(first)))
        aligned = np.pad(first, (max(0, ATTACK_SAMPLES - peak), 0))[max(0, peak - ATTACK_SAMPLES) :]
        framed = np.pad(aligned[:LENGTH_SAMPLES], (0, max(0, LENGTH_SAMPLES - len(aligned))))
        target = (out / path.relative_to(src)).with_suffix(".wav")
        target.parent.mkdir(parents=True, exist_ok=True)
        soundfile.write(target, framed, RATE_HZ, subtype="FLOAT")
    return len(files)


def prepare(src: Path, out: Path) -> int:
    """Prepare the folder with `prepare_folder`."""
    return len(prepare_folder(src, out))


def timed(work: Callable[[Path, Path], int], src: Path, out: Path) -> tuple[float, int]:
    """Seconds and number of files of one round into a new folder."""
    out.mkdir(parents=True)
    start = time.perf_counter()
    count = work(src, out)
    return time.perf_counter() - start, count


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    default = ROOT.parent / "shared/data/drums/snare"
    parser.add_argument("folder", nargs="?", type=Path, default=default)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    if not args.folder.is_dir():
        parser.error(f"{args.folder} is not a folder: give one that holds recordings.")
    seconds: dict[str, list[float]] = {"librosa script": [], "prepare": []}
    with tempfile.TemporaryDirectory() as results:
        for number in range(args.rounds + 1):
            for name, work in (("librosa script", plain_script), ("prepare", prepare)):
                taken, count = timed(work, args.folder, Path(results, name, str(number)))
                if number:
                    seconds[name].append(taken)
    best = {name: min(times) for name, times in seconds.items()}
    for name, times in seconds.items():
        print(
            f"{name:15} {best[name]:6.2f} s for {count} files   rounds " + " ".join(f"{t:.2f}" for t in times)
        )
    print(f"ratio {best['librosa script'] / best['prepare']:.2f} on {available_cores()} cores")


if __name__ == "__main__":
    main()
