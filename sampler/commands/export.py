"""`export`: publish a run as the next version of a model."""

import argparse
from pathlib import Path
from typing import Any

from sampler.artifact import read_description
from sampler.commands.common import add_models_dir
from sampler.errors import BadValue

HELP = "publish a run's newest checkpoint as the next version of a model"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add RUN, the name, and the licence and credits for the model card."""
    parser.add_argument("run_dir", metavar="RUN", type=Path, help="run directory")
    parser.add_argument("--name", required=True, help="small letters, digits and dashes")
    add_models_dir(parser)
    parser.add_argument(
        "--saved-model", type=Path, metavar="DIR", help="also write the decoder as a SavedModel"
    )
    parser.add_argument("--licence", default="not stated", help="licence of the recordings, for the card")
    parser.add_argument("--credits", type=Path, metavar="FILE", help="Markdown that credits the recordings")
    parser.add_argument(
        "--replaces",
        metavar="VERSION",
        help="go live without being published where VERSION of the name is live",
    )


def run(args: argparse.Namespace) -> dict[str, Any]:
    """Export; return name, version, folder and metrics."""
    from sampler.export.card import Provenance
    from sampler.export.export import export

    provenance = Provenance(args.licence, _text(args.credits) if args.credits else "", args.replaces)
    folder = export(args.run_dir, args.name, args.models, provenance, args.saved_model)
    manifest = read_description(folder)
    return {
        "name": manifest.name,
        "version": manifest.version,
        "folder": str(folder),
        "metrics": manifest.metrics,
    }


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise BadValue(f"{path} is not UTF-8 text: save it as such.") from error
