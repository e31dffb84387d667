"""Hand prepared samples from an ingest worker to a decode worker through Redis."""

import struct

import numpy as np

from sampler.audio.prepare import Prepared
from webui.errors import NoWorker
from webui.messaging.broker import redis
from webui.messaging.replies import KEPT_S, new_key

PEAK = struct.Struct("<q")


def put_prepared(sound: Prepared) -> str:
    """Store a sample for `KEPT_S`; returns its key."""
    key = new_key("prepared")
    redis().set(key, PEAK.pack(sound.peak) + sound.samples.astype("<f4").tobytes(), ex=KEPT_S)
    return key


def take_prepared(key: str) -> Prepared:
    """Fetch and remove a sample. Raises NoWorker when it was stored too long ago."""
    data = redis().getdel(key)
    if not isinstance(data, bytes):
        raise NoWorker("The instrument was too busy to locate your sample: drop it again.")
    (peak,) = PEAK.unpack_from(data)
    return Prepared(np.frombuffer(data, "<f4", offset=PEAK.size).astype(np.float32), peak)
