"""A sound is a URL: the one place that reads and writes such addresses."""

import hashlib
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Self
from urllib.parse import urlencode

from django.http import QueryDict

from sampler.audio.options import DECIMAL, RenderOptions
from sampler.errors import BadValue

PLACE_NAMES = ("x", "y", "detail")
MAX_DETAIL_CHARACTERS = 1000


@dataclass(frozen=True)
class Place:
    """A location: a position on the map and a detail as text, see `sampler.model.detail`."""

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
        return f"/?{urlencode({'model': self.model, 'version': self.version, **self.parameters()})}"

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.path.encode()).hexdigest()[:32]}"'

    @property
    def file_name(self) -> str:
        """A name that says what the sound is; `static/js/studio/filename.js` gives the same."""
        place = f"x{_two_places(self.place.x)}-y{_two_places(self.place.y)}"
        texts = self.options.canonical()
        parts = [NAME_PARTS[name](texts[name]) for name in NAME_PARTS if name in texts]
        detail = ["detail"] if self.place.detail else []
        return "-".join(["drumscape", self.model, f"v{self.version}", place, *detail, *parts]) + ".wav"


def _two_places(value: float) -> str:
    """As a browser rounds: what lies exactly in the middle goes up."""
    return str(Decimal(value).quantize(Decimal("0.01"), ROUND_HALF_UP))


def _signed(text: str) -> str:
    return text if text.startswith("-") else f"+{text}"


def _whole(value: float) -> int:
    return math.floor(value + 0.5)


NAME_PARTS: dict[str, Callable[[str], str]] = {
    "seed": lambda text: f"take{text}",
    "tune": lambda text: f"tune{_signed(text)}",
    "pitch": lambda text: f"pitch{_signed(text)}",
    "length": lambda text: f"length{_whole(1000 * float(text))}ms",
    "fade": lambda text: f"fade{_whole(1000 * float(text))}ms",
    "gain": lambda text: f"gain{_signed(text)}dB",
    "lowcut": lambda text: f"lowcut{_whole(float(text))}Hz",
    "highcut": lambda text: f"highcut{_whole(float(text))}Hz",
    "bits": lambda text: f"{text}bit",
    "rate": lambda text: f"{_whole(float(text) / 1000)}k",
    "norm": lambda text: "own-level",
    "trim": lambda text: "trimmed",
}
"""How a file's name tells each option that is not at its default, in this order."""


def coordinate(name: str, text: str | None) -> float:
    """A number from 0 to 1; raises BadValue naming the parameter."""
    value = float(text) if text and DECIMAL.fullmatch(text) else math.nan
    if not 0 <= value <= 1:
        raise BadValue(f"{name} must be a number from 0 to 1.")
    return value + 0.0  # -0.0 becomes 0.0, so that equal places have equal addresses
