"""A sound is a URL: the one place in Python that reads and writes such addresses.

The canonical address of a sound is one text: x, y, detail, then the options that differ from their defaults
in the order of their table; numbers have the shortest decimal digits that read back as the same number
(`number_text`). So each cache keeps a sound once. `static/js/studio/address.js` writes the same text, and
`tests/vectors/addresses.json` holds both to it. Other spellings of an address are accepted and mean the same.
"""

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Self
from urllib.parse import urlencode

from django.http import QueryDict

from sampler.audio.option_kinds import DECIMAL, number_text
from sampler.audio.options import OPTIONS, RenderOptions
from sampler.errors import BadValue
from sampler.model.detail import canonical_detail

LOCATION_NAMES = ("x", "y", "detail")
MAX_DETAIL_CHARACTERS = 1000
POSITION_DECIMALS = 4
"""Of the positions that the instrument itself chooses: finer than a pixel and than the ear."""


@dataclass(frozen=True)
class Location:
    """A position on the map, 0 to 1 each, and a detail as canonical text, see `sampler.model.detail`."""

    x: float
    y: float
    detail: str | None = None

    @classmethod
    def parse(cls, values: Mapping[str, str]) -> Self:
        """The location in query parameters. Raises BadValue, which names the parameter."""
        detail = values.get("detail") or None
        if detail and len(detail) > MAX_DETAIL_CHARACTERS:
            raise BadValue(
                "detail is too long: copy it from the answer to a located sample.", parameter="detail"
            )
        x, y = (coordinate(name, values.get(name)) for name in ("x", "y"))
        return cls(x, y, detail and canonical_detail(detail))

    def parameters(self) -> dict[str, str]:
        """Canonical query parameters."""
        detail = {"detail": self.detail} if self.detail else {}
        return {"x": number_text(float(self.x)), "y": number_text(float(self.y)), **detail}


@dataclass(frozen=True)
class SoundAddress:
    """Model version, location and render options: together they determine every byte of a sound."""

    model: str
    version: str
    location: Location
    options: RenderOptions = field(default_factory=RenderOptions)

    @classmethod
    def parse(cls, model: str, version: str, query: QueryDict) -> Self:
        """Raises BadValue for what is missing, unknown, given twice, malformed or out of range."""
        for name, texts in query.lists():
            if len(texts) > 1:
                raise BadValue(f"{name} is given {len(texts)} times: give it once.", parameter=name)
        given = {name: str(query[name]) for name in query}
        options = RenderOptions.parse(
            {name: text for name, text in given.items() if name not in LOCATION_NAMES}
        )
        return cls(model, version, Location.parse(given), options)

    def parameters(self) -> dict[str, str]:
        """Canonical query parameters: equal sounds, equal text."""
        return {**self.location.parameters(), **self.options.canonical()}

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
        position = f"x{_decimals(self.location.x, 2)}-y{_decimals(self.location.y, 2)}"
        detail = ["detail"] if self.location.detail else []
        parts = [OPTIONS[name].file_tag.text(text) for name, text in self.options.canonical().items()]
        return "-".join(["drumscape", self.model, f"v{self.version}", position, *detail, *parts]) + ".wav"


def coordinate(name: str, text: str | None) -> float:
    """A number from 0 to 1; raises BadValue naming the parameter."""
    value = float(text) if text and DECIMAL.fullmatch(text) else math.nan
    if not 0 <= value <= 1:
        raise BadValue(f"{name} must be a number from 0 to 1.", parameter=name)
    return value + 0.0  # -0.0 becomes 0.0, so that equal positions have equal addresses


def rounded(value: float) -> float:
    """A coordinate with `POSITION_DECIMALS` decimals, as the studio's `rounded` gives it."""
    return float(_decimals(value, POSITION_DECIMALS))


def _decimals(value: float, count: int) -> str:
    """As `toFixed` of a browser rounds: what lies exactly in the middle goes up."""
    return str(Decimal(value).quantize(Decimal(1).scaleb(-count), ROUND_HALF_UP))
