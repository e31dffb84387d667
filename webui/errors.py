"""Expected failures of the web service. Each carries one sentence for the user, as those of the library do.

`PROBLEMS` gives every code, also the library's, its HTTP status, whether a retry can help, and the sentence
where that follows from the code.
"""

from dataclasses import dataclass
from typing import Any

from sampler.audio.reasons import SENTENCES, UNDECODABLE, Reason
from sampler.errors import DrumscapeError


class NotFound(DrumscapeError):
    """Nothing exists at that address."""

    code = "not-found"


class Conflict(DrumscapeError):
    """The request is valid, but the present state forbids it."""

    code = "conflict"


class Refused(Conflict):
    """The present state forbids it. The problem document contains a report with the reasons."""

    code = "publishing-refused"

    def __init__(self, message: str, compared: Any) -> None:
        super().__init__(message)
        self.compared = compared


class KeyReused(DrumscapeError):
    """An Idempotency-Key came with two different requests."""

    code = "key-reused"


class TooLarge(DrumscapeError):
    """The file has more bytes than the limit allows."""

    code = "too-large"


class NotAudio(DrumscapeError):
    """The extension or first bytes belong to no supported format."""

    code = "not-audio"


class WorkerFailed(DrumscapeError):
    """An unexpected failure in a worker; its log has the details."""

    code = "worker-failed"


class NoWorker(DrumscapeError):
    """No worker answered within the deadline."""

    code = "no-worker"


class Busy(NoWorker):
    """More is asked for than can be done in time. `wait_s` says after which time to ask again."""

    code = "busy"


@dataclass(frozen=True)
class Problem:
    """The HTTP status of a code, and whether and when sending the same request again can help.

    `sentence` is a template with the names of parameters in braces. The library writes the sentences of its
    own errors where it raises them: these are parameters themselves. Where those name files of this server,
    `public` is what clients read instead.
    """

    status: int
    retry: bool = False
    retry_after_s: float | None = None
    sentence: str = "{sentence}"
    public: str = ""


PROBLEMS: dict[str, Problem] = {
    "bad-value": Problem(400),
    "bad-dataset": Problem(400),
    "empty-archive": Problem(
        400,
        sentence="The archive holds no sound file: pack a folder of WAV, AIFF, FLAC, Ogg or MP3 files.",
    ),
    "recordings-gone": Problem(
        400, sentence="The folder of recordings is gone: bring it back, or add the sounds again."
    ),
    "malformed-request": Problem(400),
    "nested-too-deeply": Problem(400),
    "not-signed-in": Problem(401),
    "not-allowed": Problem(403),
    "page-out-of-date": Problem(403),
    "not-found": Problem(404),
    "model-not-found": Problem(404),
    "method-not-allowed": Problem(405),
    "not-acceptable": Problem(406),
    "upload-interrupted": Problem(408, retry=True),
    "conflict": Problem(409),
    "publishing-refused": Problem(409),
    "corrupt-artifact": Problem(
        409,
        public="This version of the model was damaged on the server: choose another one, and tell an admin.",
    ),
    "incompatible-artifact": Problem(
        409,
        public="This version of the model needs another release of Drumscape: choose another one.",
    ),
    "bad-run": Problem(409),
    "too-large": Problem(413),
    "unsupported-media-type": Problem(415),
    "not-audio": Problem(415),
    "unreadable-audio": Problem(415),
    "unusable-audio": Problem(422),
    "key-reused": Problem(422),
    **{
        reason.code: Problem(415 if reason in UNDECODABLE else 422, sentence=SENTENCES[reason])
        for reason in Reason
    },
    "too-many-requests": Problem(429, retry=True, retry_after_s=1),
    "failure": Problem(500),
    "damaged-dataset": Problem(500),
    "preparation-ended": Problem(
        500,
        sentence="The preparation ended unexpectedly: add the dataset again, in smaller parts.",
    ),
    "preparation-broke": Problem(
        500, retry=True, sentence="Something went wrong on our side: add the dataset again."
    ),
    "preparation-too-long": Problem(
        500,
        sentence="The preparation took more than {hours} hours: add the dataset again, in smaller parts.",
    ),
    "training-failed": Problem(500),
    "training-stopped": Problem(
        500, retry=True, sentence="The training was {state} from outside: resume it."
    ),
    "training-killed": Problem(
        500,
        retry=True,
        sentence="The training was killed {times} times before it got any further. This machine may be short "
        "of memory: free some, then go on training.",
    ),
    "training-ended": Problem(
        500,
        retry=True,
        sentence="The training ended unexpectedly (code {exit_code}). Its log says more; go on training, or "
        "start anew.",
    ),
    "training-broke": Problem(500, retry=True, sentence="Something went wrong on our side: resume the run."),
    "worker-failed": Problem(500, retry=True),
    "server-error": Problem(500, retry=True),
    "no-worker": Problem(503, retry=True, retry_after_s=2),
    "busy": Problem(503, retry=True, retry_after_s=2),
    "restarting": Problem(503, retry=True, retry_after_s=2),
    "database-silent": Problem(503, retry=True, retry_after_s=5),
    "disk-full": Problem(507),
}
"""By code. The page asks the problem document's `retry` and knows no codes (`static/js/shared/api.js`)."""
