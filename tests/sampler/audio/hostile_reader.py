"""A reader whose decoder misbehaves as the name of its file says, under the real limits of the real one.

Run as a module by the sandbox in place of `sampler.audio.sandbox_child`.
"""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np

from sampler.audio import sandbox_child
from sampler.audio.read import Recording, read_recording


def hoard() -> None:
    # memory that is asked for and not written: the limit of memory ends this, not that of processor time
    blocks = [np.empty(1 << 24, np.uint8) for _ in range(1_000)]
    raise AssertionError(f"{len(blocks)} blocks fitted")


def spin() -> None:
    while True:
        pass


def say(content: bytes) -> None:
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


BEHAVIOURS: dict[str, Callable[[], None]] = {
    "crash": os.abort,
    "hang": signal.pause,
    "spin": spin,
    "hoard": hoard,
    "flood": lambda: say(b"x" * (1 << 24)),
    "lie": lambda: say(b'{"bytes": 99999999}\n'),
    "mumble": lambda: say(b'["no header"]\n'),
}


def misbehave(path: str, **options: float) -> Recording:
    BEHAVIOURS.get(Path(path).stem, lambda: None)()
    return read_recording(path, **options)


if __name__ == "__main__":
    vars(sandbox_child).update(MAX_CPU_S=1, read_recording=misbehave)
    sandbox_child.limit_process()
    sandbox_child.serve(sys.stdin.buffer, sys.stdout.buffer)
