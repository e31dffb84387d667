"""The detail vector in an address: it is decoded exactly, and other texts are refused."""

import base64

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from sampler.errors import BadValue
from sampler.model.detail import LARGEST, decode_detail, encode_detail

Floats = NDArray[np.float32]
SIZE = 32
HALVES = st.floats(-LARGEST, LARGEST, width=16)


@given(arrays(np.float32, st.integers(0, 64), elements=HALVES))
def test_an_encoded_detail_is_decoded_exactly(detail: Floats) -> None:
    text = encode_detail(detail)
    np.testing.assert_array_equal(decode_detail(text, len(detail)), detail)
    assert text.isascii()
    assert not set(text) & set("+/=&?# ")


@given(arrays(np.float32, SIZE, elements=st.floats(-LARGEST, LARGEST, width=32)))
def test_a_detail_is_rounded_to_float16_once(detail: Floats) -> None:
    once = decode_detail(encode_detail(detail), SIZE)
    np.testing.assert_array_equal(once, detail.astype(np.float16).astype(np.float32))
    np.testing.assert_array_equal(decode_detail(encode_detail(once), SIZE), once)


def test_a_detail_is_base64url_of_little_endian_float16() -> None:
    assert (
        base64.urlsafe_b64decode(encode_detail(np.array([1, -2], np.float32)) + "==") == b"\x00\x3c\x00\xc0"
    )


def test_padding_is_accepted() -> None:
    detail = np.arange(2, dtype=np.float32)
    padded = base64.urlsafe_b64encode(detail.astype("<f2").tobytes()).decode()
    assert padded == encode_detail(detail) + "=="
    np.testing.assert_array_equal(decode_detail(padded, 2), detail)


@given(st.text(max_size=200))
def test_any_text_is_decoded_or_refused(text: str) -> None:
    try:
        decoded = decode_detail(text, SIZE)
    except BadValue:
        return
    assert decoded.shape == (SIZE,)
    assert np.isfinite(decoded).all()


@pytest.mark.parametrize("size", [0, 31, 33, 64])
def test_another_size_is_refused_with_both(size: int) -> None:
    with pytest.raises(BadValue, match=f"{size} numbers, this model has {SIZE}"):
        decode_detail(encode_detail(np.zeros(size, np.float32)), SIZE)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 101, -60_000])
def test_numbers_out_of_range_are_refused(value: float) -> None:
    with pytest.raises(BadValue, match="beyond 100"):
        decode_detail(encode_detail(np.full(SIZE, value, np.float32)), SIZE)


@pytest.mark.parametrize("text", ["A", "AAAAA", "AA AA", "AAAA\n", "ÄÄÄÄ", "AA+/", "****", "\0\0\0\0"])
def test_text_that_is_not_base64url_is_refused(text: str) -> None:
    with pytest.raises(BadValue, match="copy the whole address"):
        decode_detail(text, SIZE)
