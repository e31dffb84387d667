"""Which ES modules a page needs: named in its head, all are fetched at once, not one found behind another."""

import re
from functools import cache
from pathlib import PurePosixPath

from django.conf import settings

IMPORT = re.compile(r"""^(?:import|export)\b[^"';(]*?["'](\.[^"']+)["'];""", re.MULTILINE)


@cache
def modules_of(entry: str) -> list[str]:
    """`entry`, a path below `static/`, and all that is imported before it runs."""
    found = [entry]
    for module in found:
        source = (settings.ROOT / "static" / module).read_text()
        for path in IMPORT.findall(source):
            name = _resolved(PurePosixPath(module).parent, path)
            if name not in found:
                found.append(name)
    return found


def _resolved(folder: PurePosixPath, path: str) -> str:
    for part in PurePosixPath(path).parts:
        folder = folder.parent if part == ".." else folder / part
    return str(folder)
