"""Why a recording is refused: one short word for reports, one sentence for the person who chose the file."""

from enum import StrEnum

from sampler.errors import DrumscapeError, UnreadableAudio, UnusableAudio


class Reason(StrEnum):
    """The short word. It is stable: reports, the API and tests rely on it."""

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
    """A recording was refused for `reason`."""

    def __init__(self, reason: Reason, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class RefusedFile(Refusal, UnreadableAudio):
    """The bytes could not be decoded."""


class RefusedSound(Refusal, UnusableAudio):
    """The bytes were decoded, but there is no drum sound to be made of them."""


UNDECODABLE = frozenset({Reason.NOT_AUDIO, Reason.UNREADABLE, Reason.READER_FAILED})


def refusal(reason: Reason, message: str) -> Refusal:
    """The error that belongs to `reason`."""
    return RefusedFile(reason, message) if reason in UNDECODABLE else RefusedSound(reason, message)
