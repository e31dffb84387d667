"""How far the page's sounds are from the server's: largest difference in dB of the peak, by model and option.

    python benchmarks/page/parity.py [--models models/] [--locations 200]

Renders the same sounds with the player in Python and, in Node, with LiteRT's WebAssembly and the modules of
the page. Models without a player are left out: `python -m sampler upgrade` gives them one. Every location has
a seed of its own, and a detail and a tune where the model has them.
"""

import argparse
import io
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np
import soundfile

from sampler.artifact import PLAYER, list_versions
from sampler.audio.options import RenderOptions
from sampler.constants import SEED_STRIDE
from sampler.manifest import Manifest
from sampler.model.detail import decode_detail, encode_detail
from sampler.model.inference import Model

SHAPES: list[dict[str, str]] = [
    {},
    {"norm": "0"},
    {"pitch": "4.3"},
    {"pitch": "-9"},
    {"gain": "8"},
    {"gain": "-12"},
    {"length": "0.15"},
    {"fade": "0.3"},
    {"lowcut": "250"},
    {"highcut": "4000"},
    {"trim": "1"},
]


def sounds_of(manifest: Manifest, count: int) -> list[dict[str, Any]]:
    """Addresses of `count` random sounds, as the page holds them, each with one of `SHAPES`."""
    rng = np.random.default_rng(5)
    made = []
    for index in range(count):
        x, y = rng.uniform(0, 1, 2).round(4)
        size = manifest.detail_size
        detail = rng.normal(0, 1, size).astype(np.float16).astype(np.float32) if size and index % 2 else None
        tune = {"tune": str(rng.integers(-24, 25))} if manifest.has_tune and index % 3 else {}
        sound = {"x": x, "y": y, "seed": int(rng.integers(2**31)), "detail": None, "options": tune}
        if detail is not None:
            sound["detail"] = encode_detail(detail)
        made.append({**sound, "options": {**tune, **SHAPES[index % len(SHAPES)]}})
    return made


def by_page(folder: Path, manifest: Manifest, sounds: list[dict[str, Any]]) -> list[np.ndarray[Any, Any]]:
    """The sounds that the page makes of these addresses."""
    player = {
        "tables": manifest.map_tables,
        "detail_size": manifest.detail_size,
        "noise_frames": manifest.noise_frames,
        "seed_stride": SEED_STRIDE,
        "peak_sample": manifest.peak_sample,
    }
    with tempfile.TemporaryDirectory() as work:
        files = [f"{index}.f32" for index in range(len(sounds))]
        jobs = [{"sound": sound, "file": file} for sound, file in zip(sounds, files, strict=True)]
        description = {"network": str((folder / PLAYER).resolve()), "player": player, "sounds": jobs}
        (Path(work) / "jobs.json").write_text(json.dumps(description))
        script = Path(__file__).with_name("parity.js")
        subprocess.run(["node", script, work], check=True, stdout=subprocess.DEVNULL)
        return [np.fromfile(Path(work) / file, np.float32) for file in files]


def by_server(model: Model, sound: dict[str, Any]) -> np.ndarray[Any, Any]:
    """The samples of the file."""
    options = RenderOptions.parse({**sound["options"], "seed": str(sound["seed"]), "bits": "32"})
    size = model.manifest.detail_size
    detail = decode_detail(sound["detail"], size) if sound["detail"] else None
    wav = model.render(sound["x"], sound["y"], detail=detail, options=options)
    return np.asarray(soundfile.read(io.BytesIO(wav), dtype="float32")[0])


def main() -> None:
    parser = argparse.ArgumentParser(description="How far the page's sounds are from the server's.")
    parser.add_argument("--models", type=Path, default=Path("models"))
    parser.add_argument("--locations", type=int, default=200)
    args = parser.parse_args()
    for version in list_versions(args.models):
        if not (version.folder / PLAYER).exists():
            continue
        model = Model.load(version.folder)
        sounds = sounds_of(model.manifest, args.locations)
        worst: dict[str, float] = {}
        for sound, made in zip(sounds, by_page(version.folder, model.manifest, sounds), strict=True):
            expected = by_server(model, sound)
            assert made.shape == expected.shape
            shown = {name: text for name, text in sound["options"].items() if name != "tune"}
            name = " ".join(f"{option}={text}" for option, text in shown.items()) or "as it is"
            share = float(np.abs(made - expected).max() / np.abs(expected).max())
            worst[name] = max(worst.get(name, 0.0), share)
        print(f"{version.name}@{version.version}, {len(sounds)} locations:")
        for name, share in worst.items():
            print(f"  {name:14} {20 * np.log10(max(share, 1e-12)):7.1f} dB")


if __name__ == "__main__":
    main()
