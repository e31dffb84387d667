"""Reasons why a recording is refused: a short word for reports and a sentence for the user."""

from enum import StrEnum

from sampler.errors import DrumscapeError, UnreadableAudio, UnusableAudio


class Reason(StrEnum):
    """The short word. Reports, the API and tests rely on it, so it must not change."""

    NOT_AUDIO = "not audio"
    UNREADABLE = "unreadable"
    READER_FAILED = "reader failed"
    EMPTY = "empty"
    TOO_SHORT = "too short"
    SILENT = "silent"
    NOT_FINITE = "not finite"
    RATE = "sample rate"
    CHANNELS = "channels"
    DUPLICATE = "duplicate"
    LEFT_OUT = "left out"


class Refusal(DrumscapeError):
    """A recording was refused for `reason`, from which its code follows: `sample-silent`."""

    def __init__(self, reason: Reason, message: str) -> None:
        super().__init__(message, code=f"sample-{reason.replace(' ', '-')}")
        self.reason = reason


class RefusedFile(Refusal, UnreadableAudio):
    """The bytes could not be decoded."""


class RefusedSound(Refusal, UnusableAudio):
    """The bytes were decoded, but cannot be used as a drum sound."""


UNDECODABLE = frozenset({Reason.NOT_AUDIO, Reason.UNREADABLE, Reason.READER_FAILED})


def refusal(reason: Reason, message: str) -> Refusal:
    """The error that belongs to `reason`."""
    return RefusedFile(reason, message) if reason in UNDECODABLE else RefusedSound(reason, message)
