"""More samples at once than can be located in time: some are, the others are refused at once."""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import requests

from tests.live_studio import LiveStudio
from tests.synthetic import write_drums

AT_ONCE = 20
LEAST_LOCATED = 4
AT_ONCE_S = 3.0
"""Within this a refusal is there on a machine that does other work; in vain one waits for five seconds."""


def locate(studio: LiveStudio, sample: bytes) -> tuple[requests.Response, float]:
    start = time.monotonic()
    address = f"{studio.url}/api/models/snare/locate/?refine=1"
    answer = requests.post(address, files={"file": ("a.wav", sample)}, timeout=30)
    return answer, time.monotonic() - start


def test_a_crowd_of_samples(live_studio: LiveStudio, tmp_path: Path) -> None:
    sample = next(write_drums(tmp_path, 1).iterdir()).read_bytes()
    assert locate(live_studio, sample)[0].status_code == 200
    with ThreadPoolExecutor(AT_ONCE) as threads:
        found = list(threads.map(lambda number: locate(live_studio, sample), range(AT_ONCE)))
    refused = [(answer, elapsed_s) for answer, elapsed_s in found if answer.status_code != 200]
    assert len(found) - len(refused) >= LEAST_LOCATED
    assert refused
    assert Counter(answer.json()["type"] for answer, _ in refused) == {"/problems/busy": len(refused)}
    for answer, elapsed_s in refused:
        assert answer.status_code == 503
        assert int(answer.headers["Retry-After"]) >= 1
        assert elapsed_s < AT_ONCE_S
    assert locate(live_studio, sample)[0].status_code == 200
