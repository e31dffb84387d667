"""`compare`: measure several models on the same recordings."""

import argparse
from pathlib import Path
from typing import Any

from sampler.artifact import resolve
from sampler.commands.common import (
    add_embedding_network,
    add_models_dir,
    open_model,
    progress_bar,
    read_frames,
)
from sampler.measure.comparison import compare, write
from sampler.measure.frechet import EmbeddingNetwork

HELP = "measure models on the same recordings: a table and a sheet of pictures"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the models, the folder of recordings and the folder to write to."""
    parser.add_argument(
        "model", metavar="MODEL", nargs="+", help="names, name@version or paths to version folders"
    )
    parser.add_argument("--data", type=Path, required=True, help="folder of recordings")
    parser.add_argument("--out", type=Path, required=True, help="for table.md, table.json and sheet.png")
    add_models_dir(parser)
    add_embedding_network(parser)


def run(args: argparse.Namespace) -> dict[str, Any]:
    """Measure each model over the length of the shortest, then write the table, its numbers and the sheet."""
    embedding = args.listener and EmbeddingNetwork(args.listener)
    folders = [resolve(args.models, name) for name in args.model]
    models = [open_model(folder) for folder in folders]
    lengths = {model.manifest.length_samples for model in models}
    real, compared = {length: read_frames(args.data, length) for length in lengths}, []
    with progress_bar("model") as show:
        for name, folder, model in zip(args.model, folders, models, strict=True):
            frames = real[model.manifest.length_samples]
            compared.append(compare(name, folder, model, frames, min(lengths), embedding))
            show(len(compared), len(models))
    return write(compared, args.out)
