"""Addresses are as `tests/vectors/addresses.json` says; `npm test` holds the page to the same file."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.http import QueryDict

from sampler.audio.option_kinds import number_text
from sampler.audio.options import OPTIONS
from sampler.errors import BadValue
from webui.addresses import SoundAddress, rounded

VECTORS: dict[str, Any] = json.loads((Path(__file__).parents[1] / "vectors/addresses.json").read_text())


def address(query: str) -> SoundAddress:
    return SoundAddress.parse("snare", "1", QueryDict(query))


@pytest.mark.parametrize("case", VECTORS["canonical"], ids=lambda case: case["given"])
def test_every_spelling_has_one_address_and_one_file_name(case: dict[str, str]) -> None:
    given = address(case["given"])
    assert given.path == f"/api/models/snare/1/sound.wav?{case['query']}"
    assert given.permalink == f"/?model=snare&version=1&{case['query']}"
    assert given.file_name == f"drumscape-snare-v1-{case['file']}.wav"
    assert address(case["query"]) == given
    assert address(case["query"]).etag == given.etag


@pytest.mark.parametrize("case", VECTORS["refused"], ids=lambda case: case["given"])
def test_a_refusal_names_the_parameter(case: dict[str, str]) -> None:
    with pytest.raises(BadValue, match=f"^{case['names']} "):
        address(case["given"])
    assert address(case["page"]).path.endswith(case["page"])


@pytest.mark.parametrize("case", VECTORS["rounded"])
def test_positions_are_rounded_halves_up(case: dict[str, Any]) -> None:
    assert number_text(rounded(case["value"])) == case["text"]


def test_the_vectors_know_every_option() -> None:
    whole = max((case["query"] for case in VECTORS["canonical"]), key=len)
    assert list(QueryDict(whole)) == ["x", "y", "detail", *OPTIONS]
