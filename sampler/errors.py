"""Expected failures of the instrument, each with one sentence for the user.

The command line prints the sentence and exits with 2. The web maps each class to an HTTP status.
"""

from typing import Any


class DrumscapeError(Exception):
    """Base of every expected failure.

    `message` is the sentence for the user. `code` names what happened and never changes: programs ask for it,
    and whether a retry can help follows from it (`webui.errors.PROBLEMS`). `parameters` are plain values that
    the sentence speaks of, such as the name of a bad parameter.
    """

    code = "failure"

    def __init__(self, message: str, *, code: str | None = None, **parameters: Any) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.code
        self.parameters = parameters


class BadValue(DrumscapeError):
    """A parameter is missing, malformed or out of range."""

    code = "bad-value"


class UnreadableAudio(DrumscapeError):
    """The bytes are not audio in a supported format."""

    code = "unreadable-audio"


class UnusableAudio(DrumscapeError):
    """The audio can be read but not used: silent, empty, not finite, or of an unsupported rate."""

    code = "unusable-audio"


class BadDataset(DrumscapeError):
    """A folder or dataset file is missing, damaged or holds too few recordings."""

    code = "bad-dataset"


class DamagedDataset(BadDataset):
    """A file that preparation wrote is missing or damaged: not the fault of whoever asks for the dataset."""

    code = "damaged-dataset"


class BadRun(DrumscapeError):
    """A run directory is missing, belongs to another training, or has nothing to resume or export."""

    code = "bad-run"


class TrainingFailed(DrumscapeError):
    """A training failed and left no usable weights."""

    code = "training-failed"


class ModelNotFound(DrumscapeError):
    """There is no artefact of that name or version."""

    code = "model-not-found"


class CorruptArtifact(DrumscapeError):
    """A file of an artefact is missing or differs from its checksum in the manifest."""

    code = "corrupt-artifact"


class IncompatibleArtifact(DrumscapeError):
    """An artefact is undamaged, but of another format version or an unknown family."""

    code = "incompatible-artifact"


class NoMap(IncompatibleArtifact):
    """An artefact is undamaged and known, but of a kind without a map."""
