"""Reasons why a recording is refused: a short word for reports and a sentence for the user."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from sampler.constants import MAX_CHANNELS, MAX_RATE_HZ, MIN_RATE_HZ
from sampler.errors import DrumscapeError, UnreadableAudio, UnusableAudio


class Reason(StrEnum):
    """The short word. Reports, the API and tests rely on it, so it must not change."""

    NOT_AUDIO = "not audio"
    UNREADABLE = "unreadable"
    READER_FAILED = "reader failed"
    TOO_LARGE = "too large"
    EMPTY = "empty"
    TOO_SHORT = "too short"
    TOO_SHORT_RECORDING = "too little sound"
    SILENT = "silent"
    NOT_FINITE = "not finite"
    RATE = "sample rate"
    CHANNELS = "channels"
    DUPLICATE = "duplicate"
    LEFT_OUT = "left out"

    @property
    def code(self) -> str:
        """The code of the error, such as `sample-silent`."""
        return f"sample-{self.replace(' ', '-')}"

    def sentence(self, parameters: Mapping[str, Any]) -> str:
        """What the user reads. Raises KeyError where `parameters` lacks what the sentence speaks of."""
        return SENTENCES[self].format_map(parameters)


SENTENCES: dict[str, str] = {
    Reason.NOT_AUDIO: "The file is no recording: nothing needs to be done about it.",
    Reason.UNREADABLE: "The file cannot be read: choose a whole WAV, AIFF, FLAC, Ogg or MP3 recording.",
    Reason.READER_FAILED: "The file could not be read safely: export the sound again as a plain WAV.",
    Reason.TOO_LARGE: "The file needs too much memory: choose a shorter one.",
    Reason.EMPTY: "The file holds no sound: choose a recording that is not empty.",
    Reason.TOO_SHORT: "The sound is shorter than 2 ms: choose a longer recording.",
    Reason.TOO_SHORT_RECORDING: "The recording holds less than half a second of sound: choose a longer one.",
    Reason.SILENT: "The recording is silent: choose one that can be heard.",
    Reason.NOT_FINITE: "The file holds values that are not numbers: export the sound again.",
    Reason.RATE: (
        f"The sample rate is {{rate_hz}} Hz: convert it to between {MIN_RATE_HZ} and {MAX_RATE_HZ} Hz."
    ),
    Reason.CHANNELS: f"The file has {{channels}} channels: export it with at most {MAX_CHANNELS}.",
    Reason.DUPLICATE: "The sound is the same as {duplicate_of}: one copy is enough.",
    Reason.LEFT_OUT: "Left out by you.",
}
"""Templates; names in braces are parameters of the refusal, and columns of its row in the report."""


class Refusal(DrumscapeError):
    """A recording was refused for `reason`: its code follows from that, its sentence also from `parameters`.

    Raises KeyError where `parameters` lacks what the sentence speaks of.
    """

    def __init__(self, reason: Reason, **parameters: Any) -> None:
        super().__init__(reason.sentence(parameters), code=reason.code, **parameters)
        self.reason = reason


class RefusedFile(Refusal, UnreadableAudio):
    """The bytes could not be decoded."""


class RefusedSound(Refusal, UnusableAudio):
    """The bytes were decoded, but cannot be used as a drum sound."""


UNDECODABLE = frozenset({Reason.NOT_AUDIO, Reason.UNREADABLE, Reason.READER_FAILED, Reason.TOO_LARGE})


def refusal(reason: Reason, **parameters: Any) -> Refusal:
    """The error that belongs to `reason`."""
    kind = RefusedFile if reason in UNDECODABLE else RefusedSound
    return kind(reason, **parameters)
