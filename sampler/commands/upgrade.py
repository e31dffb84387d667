"""`upgrade`: publish an older version again, with a player."""

import argparse
from typing import Any

from sampler.artifact import read_manifest, resolve
from sampler.commands.common import add_model

HELP = "publish an older version of a model again, with the player that it lacks"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add MODEL and --models."""
    add_model(parser)


def run(args: argparse.Namespace) -> dict[str, Any]:
    """Upgrade; return name, version and folder of the new version."""
    from sampler.export.upgrade import upgrade
    from sampler.quiet import native_silence

    with native_silence():
        folder = upgrade(resolve(args.models, args.model), args.models)
    manifest = read_manifest(folder)
    return {"name": manifest.name, "version": manifest.version, "folder": str(folder)}
