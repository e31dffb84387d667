"""Cutting a stream into chunks that overlap."""

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


def chunks(blocks: Iterable[Floats], length: int, overlap: int, shortest: int) -> Iterator[Floats]:
    """Cut a stream of blocks (n,) into chunks (length,). Neighbours share `overlap` samples.

    The last chunk ends with the stream and shares more. A stream shorter than one chunk gives one of its own
    length, or none below `shortest`.
    """
    known, last = np.zeros(0, np.float32), None
    for block in blocks:
        known = np.concatenate([known, block])
        while len(known) >= length:
            last, known = known[:length], known[length - overlap :]
            yield last
    if last is None and len(known) >= shortest:
        yield known
    elif last is not None and len(known) > overlap:
        yield np.concatenate([last, known[overlap:]])[-length:]
