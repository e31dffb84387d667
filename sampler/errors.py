"""Expected failures of the instrument, each with one sentence for the user.

The command line prints the sentence and exits with 2. The web maps each class to an HTTP status.
"""


class DrumscapeError(Exception):
    """Base of every expected failure. `permanent` says that trying again cannot help."""

    permanent = True

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class BadValue(DrumscapeError):
    """A parameter is missing, malformed or out of range."""


class UnreadableAudio(DrumscapeError):
    """The bytes are not audio in a supported format."""


class UnusableAudio(DrumscapeError):
    """The audio can be read but not used: silent, empty, not finite, or of an unsupported rate."""


class BadDataset(DrumscapeError):
    """A folder or dataset file is missing, damaged or holds too few recordings."""


class BadRun(DrumscapeError):
    """A run directory is missing, belongs to another training, or has nothing to resume or export."""


class TrainingFailed(DrumscapeError):
    """A training failed and left no usable weights."""


class ModelNotFound(DrumscapeError):
    """There is no artefact of that name or version."""


class CorruptArtifact(DrumscapeError):
    """A file of an artefact is missing or differs from its checksum in the manifest."""


class IncompatibleArtifact(DrumscapeError):
    """An artefact is undamaged, but of another format version or an unknown family."""
