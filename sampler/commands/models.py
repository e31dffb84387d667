"""`models`: list published models."""

import argparse
from typing import Any, cast

from sampler.artifact import Version, list_versions, read_description
from sampler.commands.common import add_models_dir
from sampler.errors import DrumscapeError
from sampler.manifest import Description, Manifest

HELP = "list published models, one version per line"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add --models."""
    add_models_dir(parser)


def run(args: argparse.Namespace) -> list[dict[str, Any]]:
    """Name, version, preset and axes of every version folder, or the problem with a damaged one."""
    return [_describe(version) for version in list_versions(args.models)]


def _describe(version: Version) -> dict[str, Any]:
    row = {"name": version.name, "version": version.version}
    try:
        manifest = read_description(version.folder)
    except DrumscapeError as error:
        return {**row, "problem": error.message}
    return {**row, "preset": manifest.preset, **_axes(manifest), "created": manifest.created}


def _axes(manifest: Description) -> dict[str, str]:
    """What the axes change, for a model with a map."""
    if manifest.kind != "map":
        return {"kind": manifest.kind}
    x, y = cast(Manifest, manifest).axes
    return {"axes": f"{x.name} x {y.name}"}
