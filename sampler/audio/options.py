"""The options of a rendering, in one table: `RenderOptions` has one row for each.

Command line, API, documentation, file names and the studio's page read this table. Its order is the order of
addresses, of file names and of the sliders in the Shape panel. To add an option that needs no more than a
slider, add a row here and apply it in `sampler/audio/shape.py`.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, Self

from sampler.audio.option_kinds import (
    Choice,
    Kind,
    Number,
    Slider,
    Switch,
    Tag,
    Value,
    Whole,
    number_text,
    usual_tag,
)
from sampler.constants import MAX_SEED, MAX_SOUND_S, MAX_TUNE_SEMITONES
from sampler.errors import BadValue


@dataclass(frozen=True)
class Option:
    """A row of the table."""

    kind: Kind
    default: Value | None
    """What is meant when the option is left out; None is the sound as it is."""
    slider: Slider | None = None
    tag: Tag | None = None
    """How a file's name says it; None is as usual for its kind."""
    needs: str | None = None
    """What a model must have for this option: a flag of its manifest and of the API's answer."""
    below: str | None = None
    """The option that this one must stay below."""
    name: str = ""

    @property
    def meaning(self) -> str:
        return self.kind.meaning

    @property
    def file_tag(self) -> Tag:
        return self.tag or usual_tag(self.name, self.kind)

    def text(self, value: Value | None) -> str | None:
        """The canonical text of a value; None for the default, which addresses leave out."""
        return None if value is None or value == self.default else number_text(value)

    def table_row(self) -> dict[str, Any]:
        """What the page receives."""
        return {
            "name": self.name,
            "default": None if self.default is None else number_text(self.default),
            "slider": self.slider and self.slider.table_row(self.default),
            "tag": asdict(self.file_tag),
            "needs": self.needs,
            "below": self.below,
            **self.kind.table_row(),
        }


def row(kind: Kind, default: Value | None, **more: Any) -> Any:
    """A field of `RenderOptions` and its `Option`."""
    return field(default=default, metadata={"option": Option(kind, default, **more)})


@dataclass(frozen=True)
class RenderOptions:
    """How a sound is made into a file. None is the sound as it is."""

    seed: int = row(Whole("which noise", 0, MAX_SEED), 0, tag=Tag("variation"))
    pitch: float = row(
        Number("transposition, which also changes the length", -24.0, 24.0, "semitones"),
        0.0,
        slider=Slider("Pitch", "Faster or slower, as tape does", -12, 12, 0.1),
    )
    gain: float = row(
        Number("level; above 0 the peak is saturated, never clipped", -60.0, 24.0, "dB"),
        0.0,
        slider=Slider("Gain", "Above 0 dB it saturates and never clips", -24, 24, 0.5),
    )
    length: float | None = row(
        Number("length of the file", 0.02, MAX_SOUND_S, "s"),
        None,
        slider=Slider("Length", "Where the file ends", 0.02, None, 0.001, "logarithmic", "high"),
    )
    fade: float | None = row(
        Number("fade at the end", 0.0, MAX_SOUND_S, "s"),
        None,
        slider=Slider("Fade", "Fade out towards the end", 0, None, 0.005, "quadratic", "low"),
    )
    lowcut: float | None = row(
        Number("remove what lies below, 12 dB per octave", 20.0, 20_000.0, "Hz"),
        None,
        slider=Slider("Low cut", "Remove what lies below", 20, 20_000, 1, "logarithmic", "low"),
        below="highcut",
    )
    highcut: float | None = row(
        Number("remove what lies above, 12 dB per octave", 20.0, 20_000.0, "Hz"),
        None,
        slider=Slider("High cut", "Remove what lies above", 20, 20_000, 1, "logarithmic", "high"),
    )
    tune: float = row(
        Number(
            "transposition of the drum's body alone, where the model has it",
            -MAX_TUNE_SEMITONES,
            MAX_TUNE_SEMITONES,
            "semitones",
        ),
        0.0,
        needs="has_tune",
    )
    bits: int = row(Choice("bits per sample; 32 is floating point", (16, 24, 32)), 24, tag=Tag(after="bit"))
    rate: int = row(Choice("samples per second", (44_100, 48_000)), 44_100, tag=Tag("", "whole", "k", 0.001))
    norm: bool = row(
        Switch("peak at -0.45 dBFS; off keeps the level that the model gave it"),
        True,
        tag=Tag("own-level", "nothing"),
    )
    trim: bool = row(
        Switch("start at the onset; off keeps every peak at the same sample"),
        False,
        tag=Tag("trimmed", "nothing"),
    )

    @classmethod
    def parse(cls, given: Mapping[str, str] | Iterable[tuple[str, str]]) -> Self:
        """Options from texts, missing ones at their defaults.

        Raises BadValue, which names the option, for one that is unknown, given twice, malformed or out of
        range.
        """
        values: dict[str, Value] = {}
        for name, text in given.items() if isinstance(given, Mapping) else given:
            if name not in OPTIONS:
                raise BadValue(
                    f"{name[:40]!r} is not an option: use {', '.join(OPTIONS)}.", parameter=name[:40]
                )
            if name in values:
                raise BadValue(f"{name} is given twice: give it once.", parameter=name)
            values[name] = OPTIONS[name].kind.parse(name, text)
        _check_order(values)
        return cls(**values)  # type: ignore[arg-type]  # each kind gives its field's type

    def canonical(self) -> dict[str, str]:
        """The canonical texts of what differs from the defaults, in the table's order: equal options have
        equal texts, and `parse` gives these options back.
        """
        texts = {name: option.text(getattr(self, name)) for name, option in OPTIONS.items()}
        return {name: text for name, text in texts.items() if text is not None}


def _check_order(values: Mapping[str, Value]) -> None:
    """Raises BadValue where an option is not below the one that it must stay below."""
    for option in OPTIONS.values():
        if option.below and values.get(option.name, -math.inf) >= values.get(option.below, math.inf):
            raise BadValue(f"{option.name} must be below {option.below}.", parameter=option.name)


OPTIONS: dict[str, Option] = {
    each.name: replace(each.metadata["option"], name=each.name) for each in fields(RenderOptions)
}


def option_table() -> list[dict[str, Any]]:
    """The whole table in plain values, as the studio's page receives it."""
    return [option.table_row() for option in OPTIONS.values()]
