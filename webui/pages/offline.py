"""The service worker and the manifest, by which the studio can be installed and opens without a network."""

import json
from functools import cache

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static

from webui.config.bundles import LITERT, PREFIX, RENDERER_SCRIPT
from webui.pages.modules import scripts_of

STYLES = ("tokens", "controls", "studio", "range", "shape", "beat", "history")
ICONS = {"favicon.svg": "any", "icons/192.png": "192x192", "icons/512.png": "512x512"}
SCRIPT = settings.ROOT / "static" / "js" / "offline" / "worker.js"


def service_worker(request: HttpRequest) -> HttpResponse:
    """The script of the service worker. It names the release, so that it changes with every release."""
    response = HttpResponse(_script(), content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    return response


@cache
def _script() -> str:
    prefix = static("")
    release = {"name": prefix.strip("/").rpartition("/")[2], "addresses": _addresses(), "prefix": prefix}
    return f"self.RELEASE = {json.dumps(release)};\n{SCRIPT.read_text()}"


def _addresses() -> list[str]:
    """What the studio needs before it plays, and the renderer with its usual WebAssembly."""
    files = [f"css/{name}.css" for name in STYLES]
    files += ["js/shared/theme.js", "icons.svg", *ICONS, *scripts_of("studio")]
    files += [f"npm/wavesurfer.js/{name}.esm.js" for name in ("wavesurfer", "plugins/spectrogram")]
    renderer = [RENDERER_SCRIPT, *(f"{PREFIX}/renderer/{LITERT[0]}.{suffix}" for suffix in ("js", "wasm"))]
    files += [path for path in renderer if finders.find(path)]
    return ["/", *map(static, files)]


def web_manifest(request: HttpRequest) -> JsonResponse:
    """The manifest of the installable studio (W3C, "Web Application Manifest")."""
    icons = [{"src": static(path), "sizes": sizes, "purpose": "any"} for path, sizes in ICONS.items()]
    manifest = {
        "name": "Drumscape",
        "short_name": "Drumscape",
        "description": "Walk a landscape of drum sounds",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#111417",
        "theme_color": "#111417",
        "icons": icons,
    }
    return JsonResponse(manifest, content_type="application/manifest+json")
