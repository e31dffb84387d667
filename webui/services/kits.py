"""Render kits: several sounds of one model in a zip, with a mapping that samplers load."""

import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sampler.audio.options import RenderOptions
from sampler.audio.sfz import drum_key, sfz_text
from webui.addresses import Location, SoundAddress, rounded
from webui.messaging import jobs, replies
from webui.selectors.models import model_played

MAX_SOUNDS = 64
AHEAD = 8
"""How many sounds of a kit are queued at a time, so that a kit delays another's slider only a little."""


@dataclass(frozen=True)
class Kit:
    """Addresses of one version's sounds, in playing order: in turn, or from softest to loudest."""

    model: str
    version: str
    layout: str
    addresses: Sequence[SoundAddress]

    @property
    def file_name(self) -> str:
        return f"drumscape-{self.model}-v{self.version}-{self.layout}-kit.zip"

    @property
    def files(self) -> list[str]:
        """Names of the sounds' files, which sort in playing order."""
        return [f"{number:02d}-{address.file_name}" for number, address in enumerate(self.addresses, start=1)]

    @property
    def mapping(self) -> str:
        """SFZ text."""
        title = f"Drumscape: {self.model} v{self.version}, {len(self.files)} sounds, {self.layout}"
        return sfz_text(self.files, title=title, key=drum_key(self.model), layout=self.layout)

    @property
    def listing(self) -> dict[str, Any]:
        """The address of each sound."""
        sounds = [
            {"file": file, "sound_url": address.path, "permalink": address.permalink}
            for file, address in zip(self.files, self.addresses, strict=True)
        ]
        return {"model": self.model, "version": self.version, "layout": self.layout, "sounds": sounds}


def locations_along(path: Sequence[Location], count: int) -> list[Location]:
    """`count` locations at equal distances along a path, its ends included, rounded as in the studio."""
    corners = np.array([(corner.x, corner.y) for corner in path])
    travelled = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(corners, axis=0).T))])
    at = np.linspace(0.0, travelled[-1], count)
    xs, ys = (np.interp(at, travelled, corners[:, axis]) for axis in (0, 1))
    return [Location(rounded(float(x)), rounded(float(y))) for x, y in zip(xs, ys, strict=True)]


def kit_render(
    *, model: str, version: str | None, sounds: Sequence[tuple[Location, RenderOptions]], layout: str
) -> tuple[str, bytes]:
    """The name and the content of a zip of sounds of a version, by default the live one.

    Raises ModelNotFound, BadValue or NoWorker.
    """
    deadline = jobs.deadline()
    row = model_played(model, version)
    addresses = [SoundAddress(row.name, row.version, location, options) for location, options in sounds]
    kit = Kit(row.name, row.version, layout, addresses)
    return kit.file_name, _zip(kit, _render(addresses, deadline))


def _render(addresses: Sequence[SoundAddress], deadline: float) -> list[bytes]:
    sounds: list[bytes] = []
    for start in range(0, len(addresses), AHEAD):
        keys = [
            jobs.ask_sound(address.model, address.version, address.parameters())
            for address in addresses[start:][:AHEAD]
        ]
        sounds += [replies.receive(key, deadline) for key in keys]
    return sounds


def _zip(kit: Kit, sounds: Sequence[bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for file, sound in zip(kit.files, sounds, strict=True):
            archive.writestr(file, sound)
        archive.writestr(f"{kit.model}.sfz", kit.mapping)
        archive.writestr("kit.json", json.dumps(kit.listing, indent=1))
    return content.getvalue()
