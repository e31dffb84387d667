"""Expected failures that only a web service has. Like the library's, each is one sentence for the user."""

from typing import Any

from sampler.errors import DrumscapeError


class NotFound(DrumscapeError):
    """Nothing has that address."""


class Conflict(DrumscapeError):
    """The request is sound, but not in the present state."""


class Refused(Conflict):
    """Not in the present state, for reasons that a report lays out. It joins the problem document."""

    def __init__(self, message: str, compared: Any) -> None:
        super().__init__(message)
        self.compared = compared


class TooLarge(DrumscapeError):
    """More bytes than we take."""


class NotAudio(DrumscapeError):
    """The extension or first bytes belong to no format that we read."""


class WorkerFailed(DrumscapeError):
    """A worker met a failure that nobody foresaw; its log has the details."""


class NoWorker(DrumscapeError):
    """Nothing answered within the deadline."""

    permanent = False
    retry_after_s = 2
