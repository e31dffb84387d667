"""What a render option can be: how its text is read, how the page shows it, how a file's name says it.

`table_row` of each kind is what the page receives, so that JavaScript has no ranges of its own.
"""

import math
import re
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any, Literal, Protocol

from sampler.errors import BadValue

DECIMAL = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,3})?", re.ASCII | re.IGNORECASE)
"""What every address accepts as a number. `static/js/studio/options.js` reads the same."""

SLIDER_STEPS = 120
"""Steps of a slider whose scale is not linear: with three decades of frequency one step is a semitone."""

ON, OFF = ("1", "true", "yes", "on"), ("0", "false", "no", "off")

Value = float | int | bool


def number_text(value: Value) -> str:
    """The shortest decimal digits that read back as the same number, without exponent, sign of zero or
    trailing ".0": 0.5, -3, 0.0000001. JavaScript writes the same (`numberText`).
    """
    if isinstance(value, int):
        return str(int(value))
    text = format(Decimal(repr(value + 0.0)), "f")
    return text.removesuffix(".0")


class Kind(Protocol):
    """How the text of an option is read."""

    @property
    def meaning(self) -> str: ...

    def parse(self, name: str, text: str) -> Value:
        """The value of a text. Raises BadValue, which names the option and what is allowed."""

    def table_row(self) -> dict[str, Any]:
        """What the page needs to read the same texts."""


@dataclass(frozen=True)
class Choice:
    """One of a few whole numbers."""

    meaning: str
    allowed: tuple[int, ...]

    def parse(self, name: str, text: str) -> int:
        if text not in {str(value) for value in self.allowed}:
            raise BadValue(
                f"{name} must be {' or '.join(str(value) for value in self.allowed)}.", parameter=name
            )
        return int(text)

    def table_row(self) -> dict[str, Any]:
        return {"kind": "choice", "allowed": [str(value) for value in self.allowed]}


@dataclass(frozen=True)
class Switch:
    """On or off."""

    meaning: str

    def parse(self, name: str, text: str) -> bool:
        if text.lower() in ON:
            return True
        if text.lower() in OFF:
            return False
        raise BadValue(f"{name} must be 1 or 0.", parameter=name)

    def table_row(self) -> dict[str, Any]:
        return {"kind": "switch", "on": ON, "off": OFF}


@dataclass(frozen=True)
class Number:
    """A finite number within limits, both included."""

    meaning: str
    low: float
    high: float
    unit: str = ""

    def parse(self, name: str, text: str) -> float:
        value = float(text) if DECIMAL.fullmatch(text) else math.nan
        if not self.low <= value <= self.high:
            allowed = f"{self.low:g} to {self.high:g} {self.unit}".rstrip()
            raise BadValue(f"{name} must be a number from {allowed}.", parameter=name)
        return value + 0.0

    def table_row(self) -> dict[str, Any]:
        return {"kind": "number", "low": self.low, "high": self.high, "unit": self.unit}


@dataclass(frozen=True)
class Whole:
    """A whole number within limits, both included."""

    meaning: str
    low: int
    high: int

    def parse(self, name: str, text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) <= 12 and self.low <= int(text) <= self.high):
            raise BadValue(f"{name} must be a whole number from {self.low} to {self.high}.", parameter=name)
        return int(text)

    def table_row(self) -> dict[str, Any]:
        return {"kind": "whole", "low": self.low, "high": self.high}


@dataclass(frozen=True)
class Slider:
    """An option's slider in the Shape panel. The thumb runs from `low` to `high` in the option's unit.

    A linear slider rests at the option's default; the others have `SLIDER_STEPS` steps and rest at their low
    or high end, where the option is left out. `high` None is the length of the sound itself, in seconds.
    """

    label: str
    hint: str
    low: float
    high: float | None
    step: float
    """Values are whole multiples of it; on a logarithmic scale, from 1,000 on, of ten times as much."""
    scale: Literal["linear", "logarithmic", "quadratic"] = "linear"
    rests_at: Literal["default", "low", "high"] = "default"

    def travel(self, default: Value | None) -> dict[str, float]:
        """The thumb's positions: `min`, `max`, `step` and `rest`."""
        if self.scale == "linear" and self.high is not None:
            return {"min": self.low, "max": self.high, "step": self.step, "rest": default or 0}
        return {
            "min": 0,
            "max": SLIDER_STEPS,
            "step": 1,
            "rest": SLIDER_STEPS if self.rests_at == "high" else 0,
        }

    def table_row(self, default: Value | None) -> dict[str, Any]:
        return {**asdict(self), "travel": self.travel(default)}


@dataclass(frozen=True)
class Tag:
    """How a file's name says an option: `before`, the value as `shows` says, `after`.

    "whole" is the value times `factor`, rounded to a whole number, halves up; "signed" has its sign always.
    """

    before: str = ""
    shows: Literal["nothing", "text", "signed", "whole"] = "text"
    after: str = ""
    factor: float = 1

    def text(self, value: str) -> str:
        """`value` is canonical text of an option."""
        match self.shows:
            case "nothing":
                shown = ""
            case "text":
                shown = value
            case "signed":
                shown = value if value.startswith("-") else f"+{value}"
            case "whole":
                shown = str(math.floor(float(value) * self.factor + 0.5))
        return f"{self.before}{shown}{self.after}"


def usual_tag(name: str, kind: Kind) -> Tag:
    """For options that declare none: the name, then the value with the unit that file names have."""
    match kind:
        case Switch():
            return Tag(name, "nothing")
        case Number(unit="s"):
            return Tag(name, "whole", "ms", 1000)
        case Number(unit="Hz"):
            return Tag(name, "whole", "Hz")
        case Number(unit="dB"):
            return Tag(name, "signed", "dB")
        case Number(low=low) if low < 0:
            return Tag(name, "signed")
    return Tag(name)
