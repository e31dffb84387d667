"""Kits: many sounds of one model in a zip."""

import io
import json
import zipfile
from collections.abc import Sequence

import numpy as np

from sampler.audio.options import RenderOptions
from webui import jobs, replies
from webui.addresses import Place, SoundAddress
from webui.selectors.models import model_live

MAX_SOUNDS = 64
AHEAD = 8
"""Sounds of one kit in the queue at a time, so that a kit does not delay somebody's slider by much."""


def places_along(path: Sequence[Place], count: int) -> list[Place]:
    """`count` places at equal distances along a path, its ends included."""
    corners = np.array([(place.x, place.y) for place in path])
    travelled = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(corners, axis=0).T))])
    at = np.linspace(0.0, travelled[-1], count)
    xs, ys = (np.interp(at, travelled, corners[:, axis]) for axis in (0, 1))
    return [Place(float(x), float(y)) for x, y in zip(xs, ys, strict=True)]


def kit_render(*, model: str, places: Sequence[Place], options: RenderOptions) -> bytes:
    """A zip of the live version's sounds at `places`. Raises ModelNotFound, BadValue or NoWorker."""
    deadline = jobs.deadline()
    live = model_live(model)
    addresses = [SoundAddress(live.name, live.version, place, options) for place in places]
    sounds: list[bytes] = []
    for start in range(0, len(addresses), AHEAD):
        keys = [
            jobs.ask_sound(live.name, live.version, address.parameters())
            for address in addresses[start:][:AHEAD]
        ]
        sounds += [replies.receive(key, deadline) for key in keys]
    return _zip(addresses, sounds)


def _zip(addresses: Sequence[SoundAddress], sounds: Sequence[bytes]) -> bytes:
    content, listing = io.BytesIO(), []
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for number, (address, sound) in enumerate(zip(addresses, sounds, strict=True), start=1):
            file = f"{number:02d}_{address.file_name}"
            archive.writestr(file, sound)
            listing.append({"file": file, "sound_url": address.path, "permalink": address.permalink})
        archive.writestr("kit.json", json.dumps({"sounds": listing}, indent=1))
    return content.getvalue()
