"""`render`: render one sound into a WAV file."""

import argparse
from pathlib import Path
from typing import Any

from sampler.audio.options import OPTIONS
from sampler.audio.shape import RenderOptions
from sampler.audio.write import write_atomically
from sampler.commands.common import add_model, load_model
from sampler.model.detail import decode_detail

HELP = "render the sound at a location of the map into a WAV file"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add MODEL, the location, the file and the render options."""
    add_model(parser)
    parser.add_argument(
        "--at", nargs=2, type=float, metavar=("X", "Y"), required=True, help="position, 0 to 1 each"
    )
    parser.add_argument("--out", type=Path, required=True, help="file to write")
    parser.add_argument("--detail", help="detail of a located sample, as in its address")
    for name, option in OPTIONS.items():
        parser.add_argument(f"--{name}", help=option.meaning)


def run(args: argparse.Namespace) -> dict[str, Any]:
    """Render; returns the path of the file and its size in bytes."""
    model = load_model(args)
    options = RenderOptions.parse(
        {name: value for name in OPTIONS if (value := getattr(args, name)) is not None}
    )
    detail = decode_detail(args.detail, model.manifest.detail_size) if args.detail else None
    content = model.render(*args.at, detail=detail, options=options)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(args.out, content)
    return {"file": str(args.out), "bytes": len(content)}
