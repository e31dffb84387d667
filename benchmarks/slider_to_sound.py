"""Time in the page from a slider's event until the new sound starts.

    python benchmarks/slider_to_sound.py [--moves 200] [--url http://localhost:8000]

Starts the whole instrument and Chromium, and moves the x slider to MOVES random positions that were not
rendered before. By the page's clock it measures the time from the input event until the audio clock begins
the sound, and until the sound leaves for the loudspeaker according to the browser. Moves are SPACED_MS apart,
since the page plays a sound at most every 90 ms while the slider keeps moving.

In turn with these moves it measures a baseline on the same page: fetch, decodeAudioData and start. Machines
differ and other work slows both, so look at the ratio.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
from playwright.sync_api import Page, expect

from tests.browser.chromium import open_browser
from tests.live_studio import new_studio

P50_MS, P95_MS = 60.0, 120.0
SPACED_MS = 500
WARMING = 10
SEED = 20_441
PROBE = Path(__file__).with_name("slider_probe.js").read_text()


def measure(page: Page, count: int) -> list[dict[str, Any]]:
    """Times in ms of `count` moves of the studio's slider and `count` of the baseline, in turn."""
    positions = Random(SEED)
    found = []
    for turn in range(2 * (count + WARMING)):
        way = ("studio", "plain")[turn % 2]
        x = round(positions.uniform(0, 1), 4)
        move = page.evaluate("([way, x]) => window.moveAndListen(way, x)", [way, x])
        if turn >= 2 * WARMING:
            found.append(move)
        page.wait_for_timeout(SPACED_MS)
    return found


def report(title: str, elapsed_ms: list[float]) -> float:
    p50, p95 = np.percentile(elapsed_ms, [50, 95])
    print(f"{title:44s} p50 {p50:6.1f} ms   p95 {p95:6.1f} ms", flush=True)
    return float(p50)


def report_all(moves: list[dict[str, Any]], load_before: float) -> None:
    ways = {way: [move for move in moves if move["way"] == way] for way in ("studio", "plain")}
    count, load = len(ways["studio"]), os.getloadavg()[0]
    print(f"{count} moves, {os.cpu_count()} cores, load {load_before:.1f} before and {load:.1f} after")
    print(f"target p50 {P50_MS:.0f} ms, p95 {P95_MS:.0f} ms from the event to the start of the sound")
    studio = report("studio, until the sound starts", [move["startMs"] for move in ways["studio"]])
    plain = report("fetch, decodeAudioData, start", [move["startMs"] for move in ways["plain"]])
    report("studio, until it leaves for the loudspeaker", [move["heardMs"] for move in ways["studio"]])
    answers = [move["answerMs"] for move in ways["studio"] if move["answerMs"] is not None]
    report("of it until the answer is complete", answers)
    print(f"studio / plain: {studio / plain:.2f}")


@contextmanager
def studio_url(given: str | None) -> Iterator[str]:
    if given:
        yield given
        return
    with tempfile.TemporaryDirectory() as folder:
        studio = new_studio(Path(folder))
        studio.start()
        try:
            yield studio.url
        finally:
            studio.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--moves", type=int, default=200)
    parser.add_argument("--url", help="address of a studio that is already running")
    arguments = parser.parse_args()
    load_before = os.getloadavg()[0]
    with studio_url(arguments.url) as url, open_browser() as browser:
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.add_init_script(PROBE)
        saving = {"dataSaverEnabled": True}  # prefetching would warm the worker for the studio only
        page.context.new_cdp_session(page).send("Emulation.setDataSaverOverride", saving)
        page.goto(url)
        expect(page.locator("body")).to_have_attribute("data-state", "ready", timeout=60_000)
        page.locator("#pad").click()
        report_all(measure(page, arguments.moves), load_before)


if __name__ == "__main__":
    main()
