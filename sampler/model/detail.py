"""The detail vector as it travels in addresses: base64url of little-endian float16, without padding."""

import base64
import binascii

import numpy as np
from numpy.typing import NDArray

from sampler.errors import BadValue

LARGEST = 100.0


def encode_detail(detail: NDArray[np.float32]) -> str:
    """(size,) -> text."""
    return base64.urlsafe_b64encode(detail.astype("<f2").tobytes()).decode().rstrip("=")


def decode_detail(text: str, size: int) -> NDArray[np.float32]:
    """Text -> (size,), float32. Raises BadValue for anything that `encode_detail` would not write."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadValue("detail is not base64url text; copy the whole address.") from error
    if len(raw) != 2 * size:
        raise BadValue(
            f"detail holds {len(raw) // 2} numbers, this model has {size}; copy the whole address."
        )
    detail = np.frombuffer(raw, "<f2").astype(np.float32)
    if not np.all(np.abs(detail) <= LARGEST):
        raise BadValue(f"detail holds numbers beyond {LARGEST:g}; copy the whole address.")
    return detail
