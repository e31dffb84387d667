"""`presets`: list what can be trained."""

import argparse
from typing import Any

from sampler.families import presets

HELP = "list what can be trained, one preset per line"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add nothing: the command has no arguments."""


def run(args: argparse.Namespace) -> list[dict[str, Any]]:
    """Name, family and description of every preset."""
    return [
        {"name": preset.name, "family": preset.family, "description": preset.description}
        for preset in presets().values()
    ]
