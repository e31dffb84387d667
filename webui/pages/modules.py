"""The scripts of a page. Its head names them all, so that the browser fetches them at the same time."""

import re
from functools import cache
from pathlib import PurePosixPath

from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static

from webui.config.bundles import PAGES, PREFIX, RENDERER_SCRIPT

IMPORT = re.compile(r"""^(?:import|export)\b[^"';(]*?["'](\.[^"']+)["'];""", re.MULTILINE)


@cache
def scripts_of(page: str) -> list[str]:
    """Paths below `static/`: the bundle of the page, or without bundles all its modules, first what runs."""
    bundled = f"{PREFIX}/{page}/main.js"
    return [bundled] if finders.find(bundled) else modules_of(f"js/{PAGES[page]}")


def renderer_addresses() -> dict[str, str] | None:
    """Addresses of the worker in which pages render sounds, and of its WebAssembly; None without bundles."""
    if not finders.find(RENDERER_SCRIPT):
        return None
    return {"worker": static(RENDERER_SCRIPT), "litert": static(f"{PREFIX}/renderer/")}


def modules_of(entry: str) -> list[str]:
    """Paths below `static/` of the module `entry` and of all modules that it imports, directly or not."""
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
