"""The detail vector as text in addresses: base64url of little-endian float16, without padding."""

import base64
import binascii

import numpy as np
from numpy.typing import NDArray

from sampler.errors import BadValue

LARGEST = 100.0
"""Largest magnitude that a number of a detail vector may have."""


def encode_detail(detail: NDArray[np.float32]) -> str:
    """Encode a detail float32 (size,) as text; it is rounded to float16."""
    return base64.urlsafe_b64encode(detail.astype("<f2").tobytes()).decode().rstrip("=")


def decode_detail(text: str, size: int) -> NDArray[np.float32]:
    """Decode text to a detail float32 (size,). Raises BadValue for text that `encode_detail` cannot write."""
    raw = _bytes(text)
    if len(raw) != 2 * size:
        raise BadValue(
            f"detail holds {len(raw) // 2} numbers, this model has {size}; copy the whole address.",
            parameter="detail",
        )
    detail = np.frombuffer(raw, "<f2").astype(np.float32)
    if not np.all(np.abs(detail) <= LARGEST):
        raise BadValue(
            f"detail holds numbers beyond {LARGEST:g}; copy the whole address.", parameter="detail"
        )
    return detail


def round_details(details: NDArray[np.float32]) -> NDArray[np.float32]:
    """Round details (n, size) as `encode_detail` does: to float16, within `LARGEST`; returns float32."""
    return np.clip(details, -LARGEST, LARGEST).astype(np.float16).astype(np.float32)


def canonical_detail(text: str) -> str:
    """The one text of the same detail: base64url letters, no padding. Raises BadValue for other text."""
    return base64.urlsafe_b64encode(_bytes(text)).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    text = text.rstrip("=")
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadValue("detail is not base64url text; copy the whole address.", parameter="detail") from error
