"""Reads the parts of SFZ (https://sfzformat.com) that kits use."""

import re

HEADER_OR_OPCODE = re.compile(r"<(?P<header>\w+)>|(?P<name>\w+)=(?P<value>\S+)")


def read_sfz(text: str) -> list[dict[str, str]]:
    """The opcodes of each region, including those of its group."""
    group: dict[str, str] = {}
    regions: list[dict[str, str]] = []
    current = group
    for line in text.splitlines():
        for found in HEADER_OR_OPCODE.finditer(line.partition("//")[0]):
            if found["header"] == "group":
                group = current = {}
            elif found["header"] == "region":
                current = dict(group)
                regions.append(current)
            else:
                current[found["name"]] = found["value"]
    return regions
