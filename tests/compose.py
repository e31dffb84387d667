"""Reads docker-compose.yml: merges by YAML and fills in variables as Compose does."""

import re
from typing import Any

import yaml

from tests.live_studio import ROOT

Service = dict[str, Any]

OURS = ("web", "decode", "locate", "judge", "ingest", "train")
"""The services that run our code and stay."""

VARIABLE = re.compile(r"\$\{(\w+)(?::-([^}]*))?\}")


def read(name: str = "docker-compose.yml") -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / name).read_text())
    return found


def filled(text: str, given: dict[str, str]) -> str:
    """Each ${NAME} or ${NAME:-default} replaced by what is given, else by its default."""
    return VARIABLE.sub(lambda found: given.get(found[1], "") or found[2] or "", text)


def environment(service: Service, given: dict[str, str]) -> dict[str, str]:
    return {name: filled(str(value), given) for name, value in service["environment"].items()}
