"""`compare`: models side by side on the same recordings."""

import argparse
import json
from pathlib import Path
from typing import Any

from sampler.artifact import resolve
from sampler.commands.common import add_models_dir, open_model, progress_bar, read_frames
from sampler.comparison import Compared, sheet, table
from sampler.errors import BadValue
from sampler.measure import measure

HELP = "measure models on the same recordings: a table and a sheet of pictures"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """MODELs, recordings and where to write."""
    parser.add_argument(
        "model", metavar="MODEL", nargs="+", help="names, name@version or paths to version folders"
    )
    parser.add_argument("--data", type=Path, required=True, help="folder of recordings")
    parser.add_argument("--out", type=Path, required=True, help="for table.md, table.json and sheet.png")
    add_models_dir(parser)


def run(args: argparse.Namespace) -> dict[str, Any]:
    """Measure each model, then write the table, its numbers and the sheet."""
    folders = [resolve(args.models, name) for name in args.model]
    models = [open_model(folder) for folder in folders]
    lengths = {model.manifest.length_samples for model in models}
    if len(lengths) > 1:
        raise BadValue("These models make sounds of different lengths: compare those of one length.")
    real, compared = read_frames(args.data, lengths.pop()), []
    with progress_bar("model") as show:
        for name, folder, model in zip(args.model, folders, models, strict=True):
            compared.append(Compared(name, folder, model, measure(model, real)))
            show(len(compared), len(models))
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / "table.md").write_text(table(compared))
    numbers = {entry.title: entry.metrics for entry in compared}
    (args.out / "table.json").write_text(json.dumps(numbers, indent=1))
    sheet(compared, real).save(args.out / "sheet.png", optimize=True)
    return numbers
