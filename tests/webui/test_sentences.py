"""What rows keep of an error or a refused file gives the sentence back."""

import json
from string import Formatter
from typing import Any

import pytest

from sampler.audio.reasons import Reason, refusal
from sampler.errors import BadDataset, DrumscapeError, TrainingFailed
from webui.errors import PROBLEMS
from webui.sentences import failure, recorded, refused_parameters, refused_sentence, sentence

OF_A_ROW = {
    "state": "stopped",
    "times": 3,
    "hours": 4,
    "exit_code": -9,
    "rate_hz": 7,
    "channels": 9,
    "duplicate_of": "a",
}


def read_back(row: dict[str, Any]) -> str:
    kept = json.loads(json.dumps(row))
    return sentence(kept["error_code"], kept["error_parameters"])


@pytest.mark.parametrize(
    ("error", "parameters"),
    [
        (failure(TrainingFailed, "training-killed", times=3), {"times": 3}),
        (failure(BadDataset, "recordings-gone"), {}),
        (refusal(Reason.CHANNELS, channels=9), {"channels": 9}),
        (BadDataset("{src} is no folder.", folder="x"), {"folder": "x", "sentence": "{src} is no folder."}),
        (DrumscapeError("Newer.", code="from-tomorrow"), {"sentence": "Newer."}),
    ],
)
def test_a_recorded_error_is_read_as_it_was_said(error: DrumscapeError, parameters: dict[str, Any]) -> None:
    row = recorded(error)
    assert row == {"error_code": error.code, "error_parameters": parameters}
    assert read_back(row) == error.message


def test_without_an_error_there_is_no_sentence() -> None:
    assert sentence("", {}) == ""


def test_every_template_needs_known_parameters_only() -> None:
    templates = [known.sentence for known in PROBLEMS.values()]
    spoken_of = {name for template in templates for _, name, *_ in Formatter().parse(template) if name}
    assert spoken_of == {*OF_A_ROW, "sentence"}
    for code, known in PROBLEMS.items():
        if known.sentence != "{sentence}":
            assert sentence(code, OF_A_ROW) == known.sentence.format_map(OF_A_ROW)


@pytest.mark.parametrize("code", ["from-tomorrow", "training-killed"])
def test_a_row_that_lacks_what_its_sentence_speaks_of_names_the_code(code: str) -> None:
    assert code in sentence(code, {})


@pytest.mark.parametrize(
    ("reason", "known", "kept"),
    [
        ("silent", {"rate_hz": 44_100, "channels": 1}, {}),
        ("sample rate", {"rate_hz": 5, "channels": 1}, {"rate_hz": 5}),
        ("duplicate", {"duplicate_of": "{b}.wav", "rate_hz": 44_100}, {"duplicate_of": "{b}.wav"}),
        ("duplicate", {}, {}),
        ("encrypted", {}, {}),
    ],
)
def test_a_refused_file_keeps_its_reason_and_what_the_sentence_speaks_of(
    reason: str, known: dict[str, Any], kept: dict[str, Any]
) -> None:
    message = refused_sentence(reason, known)
    assert refused_parameters(reason, message, known) == kept
    assert refused_sentence(reason, kept) == message


@pytest.mark.parametrize("reason", ["silent", "sample rate", "from yesterday"])
def test_a_sentence_of_an_earlier_version_is_kept_as_it_was(reason: str) -> None:
    kept = refused_parameters(reason, "Said otherwise.", {"rate_hz": 5})
    assert refused_sentence(reason, kept) == "Said otherwise."


def test_a_zip_names_the_entry_and_the_library_the_other_file() -> None:
    assert "Another entry" in refused_sentence("duplicate", {})
    assert "same as a.wav" in refused_sentence("duplicate", {"duplicate_of": "a.wav"})
