"""A sound is a URL: the one place that reads and writes such addresses."""

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlencode

from django.http import QueryDict

from sampler.audio.options import DECIMAL, RenderOptions
from sampler.errors import BadValue

PLACE_NAMES = ("x", "y", "detail")
MAX_DETAIL_CHARACTERS = 1000


@dataclass(frozen=True)
class Place:
    """A location on the map, and the detail of a sound that was found there (text, see `sampler.detail`)."""

    x: float
    y: float
    detail: str | None = None

    @classmethod
    def parse(cls, values: Mapping[str, str]) -> Self:
        """Raises BadValue."""
        detail = values.get("detail") or None
        if detail and len(detail) > MAX_DETAIL_CHARACTERS:
            raise BadValue("detail is too long: copy it from the answer to a located sample.")
        return cls(coordinate("x", values.get("x")), coordinate("y", values.get("y")), detail)

    def parameters(self) -> dict[str, str]:
        """Canonical query parameters."""
        detail = {"detail": self.detail} if self.detail else {}
        return {"x": repr(self.x), "y": repr(self.y), **detail}


@dataclass(frozen=True)
class SoundAddress:
    """Model version, place and render options: together they determine every byte of a sound."""

    model: str
    version: str
    place: Place
    options: RenderOptions = field(default_factory=RenderOptions)

    @classmethod
    def parse(cls, model: str, version: str, query: QueryDict) -> Self:
        """Raises BadValue for what is missing, unknown, given twice, malformed or out of range."""
        for name, texts in query.lists():
            if len(texts) > 1:
                raise BadValue(f"{name} is given {len(texts)} times: give it once.")
        given = {name: str(query[name]) for name in query}
        place = Place.parse(given)
        options = RenderOptions.parse({name: text for name, text in given.items() if name not in PLACE_NAMES})
        return cls(model, version, place, options)

    def parameters(self) -> dict[str, str]:
        """Canonical query parameters: equal sounds, equal text."""
        return {**self.place.parameters(), **self.options.canonical()}

    @property
    def path(self) -> str:
        """The sound's own address."""
        return f"/api/models/{self.model}/{self.version}/sound.wav?{urlencode(self.parameters())}"

    @property
    def permalink(self) -> str:
        """The studio at this sound."""
        model = {"model": self.model, "version": self.version}
        return f"/?{urlencode({**model, **self.place.parameters()})}"

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.path.encode()).hexdigest()[:32]}"'

    @property
    def file_name(self) -> str:
        return f"{self.model}-{self.version}_x{self.place.x:.4f}_y{self.place.y:.4f}.wav"


def coordinate(name: str, text: str | None) -> float:
    """A number from 0 to 1; raises BadValue naming the parameter."""
    value = float(text) if text and DECIMAL.fullmatch(text) else math.nan
    if not 0 <= value <= 1:
        raise BadValue(f"{name} must be a number from 0 to 1.")
    return value + 0.0  # -0.0 becomes 0.0, so that equal places have equal addresses
