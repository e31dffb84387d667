"""Render options: parsing, canonical texts, refusals."""

from dataclasses import fields

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sampler.audio.options import OPTIONS, RenderOptions
from sampler.errors import BadValue


def test_no_options_mean_the_defaults() -> None:
    assert RenderOptions.parse({}) == RenderOptions()
    assert RenderOptions().canonical() == {}


def test_the_table_has_every_field() -> None:
    assert list(OPTIONS) == [field.name for field in fields(RenderOptions)]


@given(st.data())
def test_canonical_texts_parse_to_the_same_options(
    option_texts: st.SearchStrategy[dict[str, str]], data: st.DataObject
) -> None:
    given_texts = data.draw(option_texts)
    assume(float(given_texts.get("lowcut", 0)) < float(given_texts.get("highcut", 1e9)))
    options = RenderOptions.parse(given_texts)
    assert RenderOptions.parse(options.canonical()) == options


def test_different_spellings_have_one_canonical_text() -> None:
    spellings = (
        {"gain": "-6", "trim": "yes"},
        {"trim": "1", "gain": "-6.00"},
        {"gain": "-0.6e1", "trim": "on"},
    )
    assert {str(RenderOptions.parse(texts).canonical()) for texts in spellings} == {
        "{'gain': '-6', 'trim': '1'}"
    }
    assert RenderOptions.parse({"gain": "-0", "seed": "000", "bits": "24"}).canonical() == {}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("bits", "8"),
        ("bits", "24.0"),
        ("rate", "96000"),
        ("norm", "maybe"),
        ("trim", ""),
        ("length", "0"),
        ("length", "2.1"),
        ("length", "nan"),
        ("fade", "inf"),
        ("fade", "-0.1"),
        ("gain", "1e999"),
        ("gain", "loud"),
        ("pitch", "25"),
        ("pitch", "1_0"),
        ("pitch", " 1"),
        ("pitch", "١"),
        ("lowcut", "19"),
        ("highcut", "20001"),
        ("seed", "-1"),
        ("seed", "1.5"),
        ("seed", "2147483648"),
        ("seed", "9" * 5000),
        ("tune", "24.1"),
    ],
)
def test_a_bad_value_is_named_with_what_is_allowed(name: str, text: str) -> None:
    with pytest.raises(BadValue, match=f"^{name} must be .*\\d.*\\.$"):
        RenderOptions.parse({name: text})


def test_unknown_and_repeated_names_are_refused() -> None:
    with pytest.raises(BadValue, match="'volume' is not an option: use seed"):
        RenderOptions.parse({"volume": "1"})
    with pytest.raises(BadValue, match="gain is given twice"):
        RenderOptions.parse([("gain", "1"), ("gain", "1")])


def test_lowcut_must_be_below_highcut() -> None:
    with pytest.raises(BadValue, match="lowcut must be below highcut"):
        RenderOptions.parse({"lowcut": "500", "highcut": "400"})
