"""Derive what the user reads from what rows keep: the code of an error, the reason of a refused file.

The library writes the sentences of its own errors where it raises them, with paths and numbers in them, and a
child process passes on nothing but the sentence. For those, the parameters hold the whole as `sentence`.
"""

from collections.abc import Mapping
from typing import Any

from sampler.audio.reasons import SENTENCES
from sampler.errors import DrumscapeError
from webui.errors import PROBLEMS, Problem

UNKNOWN = "It failed in a way that this version does not know ({code}): its log says more."
WHOLE = "sentence"

PACKED = {
    "unsafe path": "Its name leads out of the archive: pack the folder again without it.",
    "unprintable name": "Its name holds a character that cannot be shown, such as a line break: rename it.",
    "nested too deeply": "It lies in too many folders within folders: pack it with fewer.",
    "name too long": "Its name is longer than a file's may be: shorten it.",
    "link": "It is a link and not a file: pack the file itself.",
    "encrypted": "It is encrypted: pack it without a password.",
    "nested archive": "It is an archive within the archive: unpack it first.",
    "duplicate": "Another entry has the same name: rename one of them.",
    "damaged": "It cannot be unpacked: pack it again.",
}
"""Sentences by reason for entries that stay in their zip. The library's `duplicate` names another file."""


def failure(kind: type[DrumscapeError], code: str, **parameters: Any) -> DrumscapeError:
    """An error whose sentence follows from its code."""
    return kind(sentence(code, parameters), code=code, **parameters)


def recorded(error: DrumscapeError) -> dict[str, Any]:
    """The fields of a row that keep an error: `error_code` and `error_parameters`."""
    derived = sentence(error.code, error.parameters) == error.message
    parameters = error.parameters if derived else {**error.parameters, WHOLE: error.message}
    return {"error_code": error.code, "error_parameters": parameters}


def sentence(code: str, parameters: Mapping[str, Any]) -> str:
    """What the user reads of an error; empty for the empty code."""
    if not code:
        return ""
    return _filled(PROBLEMS.get(code, Problem(500)).sentence, parameters) or UNKNOWN.format(code=code)


def refused_parameters(reason: str, message: str, known: Mapping[str, Any]) -> dict[str, Any]:
    """What a row keeps of a refused file beside its reason, so that `refused_sentence` gives `message`.

    That is what the sentence speaks of, out of `known`, or the sentence itself where an earlier version wrote
    another one.
    """
    template = SENTENCES.get(reason, "")
    spoken_of = {name: value for name, value in known.items() if f"{{{name}}}" in template}
    return spoken_of if refused_sentence(reason, spoken_of) == message else {WHOLE: message}


def refused_sentence(reason: str, parameters: Mapping[str, Any]) -> str:
    """What the user reads about a refused file; one that names the reason where no sentence is known."""
    found = _filled(SENTENCES.get(reason, ""), parameters) or PACKED.get(reason)
    return found or f"It was refused: {reason}."


def _filled(template: str, parameters: Mapping[str, Any]) -> str:
    """The sentence that the parameters hold, or the template with them; empty where one is missing."""
    try:
        return str(parameters.get(WHOLE) or template.format_map(parameters))
    except KeyError:
        return ""
