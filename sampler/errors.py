"""What can go wrong, each with one sentence for the user.

The command line prints the sentence and exits with 2; the web maps each class to an HTTP status in one place.
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
    """The bytes are not audio in a format that we read."""


class UnusableAudio(DrumscapeError):
    """Readable, but nothing can be made of it: silent, empty, not finite, absurd rate or channel count."""


class BadDataset(DrumscapeError):
    """A folder or dataset file holds too little, or is not what it should be."""


class BadRun(DrumscapeError):
    """A run directory is missing, belongs to something else, or has nothing to resume or export."""


class TrainingFailed(DrumscapeError):
    """A training went wrong and left no usable weights."""


class ModelNotFound(DrumscapeError):
    """No artefact goes by that name or version."""


class CorruptArtifact(DrumscapeError):
    """A file of an artefact is missing or is not what its manifest says."""


class IncompatibleArtifact(DrumscapeError):
    """An artefact is whole, but written by a newer format or an unknown family."""
