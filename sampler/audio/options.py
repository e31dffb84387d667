"""The options of a rendering: one table that the web, the command line and the documentation read."""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Self

from sampler.constants import MAX_SEED, MAX_SOUND_S
from sampler.errors import BadValue

DECIMAL = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,3})?", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True)
class Choice:
    """One of a few whole numbers."""

    meaning: str
    allowed: tuple[int, ...]

    def parse(self, name: str, text: str) -> int:
        if text not in {str(value) for value in self.allowed}:
            raise BadValue(f"{name} must be {' or '.join(str(value) for value in self.allowed)}.")
        return int(text)


@dataclass(frozen=True)
class Switch:
    """On or off."""

    meaning: str

    def parse(self, name: str, text: str) -> bool:
        if text.lower() in ("1", "true", "yes", "on"):
            return True
        if text.lower() in ("0", "false", "no", "off"):
            return False
        raise BadValue(f"{name} must be 1 or 0.")


@dataclass(frozen=True)
class Number:
    """A finite number within limits, both included."""

    meaning: str
    low: float
    high: float
    unit: str

    def parse(self, name: str, text: str) -> float:
        value = float(text) if DECIMAL.fullmatch(text) else math.nan
        if not self.low <= value <= self.high:
            raise BadValue(f"{name} must be a number from {self.low:g} to {self.high:g} {self.unit}.")
        return value + 0.0


@dataclass(frozen=True)
class Whole:
    """A whole number within limits, both included."""

    meaning: str
    low: int
    high: int

    def parse(self, name: str, text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) <= 12 and self.low <= int(text) <= self.high):
            raise BadValue(f"{name} must be a whole number from {self.low} to {self.high}.")
        return int(text)


OPTIONS: dict[str, Choice | Switch | Number | Whole] = {
    "bits": Choice("bits per sample; 32 is floating point", (16, 24, 32)),
    "rate": Choice("samples per second", (44_100, 48_000)),
    "norm": Switch("peak at -0.45 dBFS; off keeps the level that the model gave it"),
    "trim": Switch("start at the onset; off keeps every peak at the same sample"),
    "length": Number("length of the file", 0.02, MAX_SOUND_S, "s"),
    "fade": Number("fade at the end", 0.0, MAX_SOUND_S, "s"),
    "gain": Number("level; above 0 the peak is saturated, never clipped", -60.0, 24.0, "dB"),
    "pitch": Number("transposition, which also changes the length", -24.0, 24.0, "semitones"),
    "lowcut": Number("remove what lies below, 12 dB per octave", 20.0, 20_000.0, "Hz"),
    "highcut": Number("remove what lies above, 12 dB per octave", 20.0, 20_000.0, "Hz"),
    "seed": Whole("which noise", 0, MAX_SEED),
    "tune": Number(
        "transposition of the drum's body alone, where the model has it", -12.0, 12.0, "semitones"
    ),
}


@dataclass(frozen=True)
class RenderOptions:
    """How a sound is made into a file: units and ranges are in `OPTIONS`, None is the sound as it is."""

    bits: int = 24
    rate: int = 44_100
    norm: bool = True
    trim: bool = False
    length: float | None = None
    fade: float | None = None
    gain: float = 0.0
    pitch: float = 0.0
    lowcut: float | None = None
    highcut: float | None = None
    seed: int = 0
    tune: float = 0.0

    @classmethod
    def parse(cls, given: Mapping[str, str] | Iterable[tuple[str, str]]) -> Self:
        """Options from texts, missing ones at their defaults.

        Raises BadValue, which names the option, for one that is unknown, given twice, malformed or out of
        range.
        """
        values: dict[str, float | int | bool] = {}
        for name, text in given.items() if isinstance(given, Mapping) else given:
            if name not in OPTIONS:
                raise BadValue(f"{name[:40]!r} is not an option: use {', '.join(OPTIONS)}.")
            if name in values:
                raise BadValue(f"{name} is given twice: give it once.")
            values[name] = OPTIONS[name].parse(name, text)
        if values.get("lowcut", 0) >= values.get("highcut", math.inf):
            raise BadValue("lowcut must be below highcut.")
        return cls(**values)  # type: ignore[arg-type]  # each parser gives its field's type

    def canonical(self) -> dict[str, str]:
        """The shortest texts that `parse` to these options, in a fixed order, so equal ones look equal."""
        return {
            field.name: _text(value)
            for field in fields(self)
            if (value := getattr(self, field.name)) != field.default
        }


def _text(value: float | bool) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(int(value)) if isinstance(value, bool) else str(value)
