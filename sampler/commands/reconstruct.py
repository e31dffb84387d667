"""`reconstruct`: locate every recording of a folder and render the sounds found."""

import argparse
from pathlib import Path
from typing import Any

from sampler.analysis.features import model_frame
from sampler.audio.prepare import prepare
from sampler.audio.read import read_recording
from sampler.audio.write import write_wav
from sampler.commands.common import add_model, load_model, progress_bar
from sampler.dataset.inputs import find_sources
from sampler.errors import BadDataset, UnreadableAudio, UnusableAudio
from sampler.model.inference import Model

HELP = "locate every readable file of a folder and render the sounds found"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add MODEL, the folders, and whether detail and a longer search are used."""
    add_model(parser)
    parser.add_argument("src", metavar="SRC", type=Path, help="folder of recordings")
    parser.add_argument("out", metavar="OUT", type=Path, help="folder for OUT/<relative path>/<stem>.wav")
    parser.add_argument("--map-only", action="store_true", help="use the position without the detail")
    parser.add_argument("--refine", action="store_true", help="search up to a second longer for each file")


def run(args: argparse.Namespace) -> dict[str, Any]:
    """Reconstruct every readable file; returns their number and the refused files. BadDataset if none is."""
    model, sources, refused = load_model(args), find_sources(args.src, skip=args.out), []
    with progress_bar("file") as show:
        for index, source in enumerate(sources):
            try:
                _reconstruct(model, Path(source.path), args.out / source.output, args)
            except (UnreadableAudio, UnusableAudio) as error:
                refused.append({"file": source.name, "reason": error.message})
            show(index + 1, len(sources))
    if len(refused) == len(sources):
        raise BadDataset(f"{args.src} holds no recording that can be read.")
    return {"written": len(sources) - len(refused), "refused": refused}


def _reconstruct(model: Model, path: Path, out: Path, args: argparse.Namespace) -> None:
    search = model.search(model_frame(prepare(read_recording(path)), model.manifest.length_samples))
    found = search.location(refined=args.refine)
    sound = search.sound(search.typical(found) if args.map_only else found)
    write_wav(out, sound, rate_hz=model.manifest.rate_hz)
