"""Time from a hand's move to the sound's `start()` in Chromium: rendered by the page and by the server.

    python benchmarks/page/rendering.py [--moves 200] [--memory-moves 5000]

Upgrades the factory snare to a version with a player where it has none, starts the instrument, and moves the
first slider. Measures without network delay and at 150 ms and 1.6 Mbit/s; prints the time until the first
sound and until the page renders, the long tasks of the main thread, and the memory of the browser's
processes before and after many moves.
"""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np
import psutil
from playwright.sync_api import Browser, Page

from sampler.artifact import PLAYER, read_manifest
from tests.browser.chromium import open_browser
from tests.live_studio import LiveStudio, new_studio
from tests.tiny_model import sampler

SLOW = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 200_000}
GAP_MS = 120
"""Between moves: longer than the studio's shortest gap between hits."""

LITTLE_MEMORY = "Object.defineProperty(navigator, 'deviceMemory', { get: () => 1 });"
PROBE = """
window.started = [];
window.longTasks = [];
const begin = AudioBufferSourceNode.prototype.start;
AudioBufferSourceNode.prototype.start = function (...when) {
  window.started.push(performance.now());
  return begin.apply(this, when);
};
new PerformanceObserver((list) => {
  for (const { startTime, duration } of list.getEntries()) window.longTasks.push({ startTime, duration });
}).observe({ type: "longtask", buffered: true });
"""
MOVE = """
async ([moves, gapMs]) => {
  const slider = document.querySelector("#x");
  const times = [];
  for (let i = 0; i < moves; i += 1) {
    const known = window.started.length;
    const moved = performance.now();
    slider.value = String(((i * 37) % 100) / 100);
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    while (window.started.length === known && performance.now() - moved < 5000)
      await new Promise((done) => setTimeout(done, 2));
    times.push((window.started[known] ?? moved + 5000) - moved);
    await new Promise((done) => setTimeout(done, gapMs));
  }
  return times;
}
"""
FIRST_SOUND = """
() => performance.getEntriesByType("resource")
  .some(({ name, responseEnd }) => name.includes("sound.wav") && responseEnd)
"""


@contextmanager
def studio_with_player() -> Iterator[LiveStudio]:
    """A studio with a snare that has a player."""
    with tempfile.TemporaryDirectory() as work:
        studio = new_studio(Path(work), models=["snare"])
        folder = studio.models_dir / "snare" / "1"
        if PLAYER not in read_manifest(folder).files:
            sampler("upgrade", "snare", "--models", studio.models_dir)
            shutil.rmtree(folder)
        studio.start()
        try:
            yield studio
        finally:
            studio.stop()


@contextmanager
def open_page(browser: Browser, studio: LiveStudio, *, here: bool, slow: bool) -> Iterator[Page]:
    """The studio in a fresh context; prints when it could be played, and when it began to render."""
    context = browser.new_context(service_workers="block")
    context.add_init_script(PROBE + ("" if here else LITTLE_MEMORY))
    page = context.new_page()
    if slow:
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", SLOW)
    page.goto(studio.url)
    page.wait_for_function(FIRST_SOUND)
    print(f"  first sound there after {page.evaluate('performance.now()'):.0f} ms")
    if here:
        page.wait_for_selector("body[data-renders=page]", timeout=120_000)
        print(f"  the page renders after {page.evaluate('performance.now()'):.0f} ms")
    page.mouse.click(5, 5)
    yield page
    context.close()


def measure(browser: Browser, studio: LiveStudio, moves: int, *, here: bool, slow: bool) -> None:
    """Print the times of `moves` moves."""
    network = "150 ms, 1.6 Mbit/s" if slow else "no delay"
    print(f"{'page' if here else 'server'} renders, {network}:")
    with open_page(browser, studio, here=here, slow=slow) as page:
        page.evaluate(MOVE, [5, GAP_MS])
        before = page.evaluate("performance.now()")
        times = np.array(page.evaluate(MOVE, [moves, GAP_MS]))
        tasks = [one["duration"] for one in page.evaluate("longTasks") if one["startTime"] > before]
        longest = f", longest {max(tasks):.0f} ms" if tasks else ""
        print(f"  hand to start(): median {np.median(times):.1f} ms, 95 % {np.percentile(times, 95):.1f} ms")
        print(f"  tasks over 50 ms on the main thread: {len(tasks)}{longest}")


def memory_mb() -> float:
    """Memory of Chromium's processes, those below this one."""
    children = psutil.Process().children(recursive=True)
    return sum(child.memory_info().rss for child in children if "chrom" in child.name()) / 1e6


def measure_memory(browser: Browser, studio: LiveStudio, moves: int) -> None:
    """Print the memory of all of Chromium after each fifth of `moves` moves."""
    with open_page(browser, studio, here=True, slow=False) as page:
        readings = [memory_mb()]
        for _ in range(5):
            page.evaluate(MOVE, [moves // 5, 0])
            readings.append(memory_mb())
    print(f"memory in MB over {moves} moves: {', '.join(f'{one:.0f}' for one in readings)}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--moves", type=int, default=200)
    parser.add_argument("--memory-moves", type=int, default=5000)
    args = parser.parse_args()
    with studio_with_player() as studio, open_browser() as browser:
        for slow in (False, True):
            for here in (False, True):
                measure(browser, studio, args.moves, here=here, slow=slow)
        if args.memory_moves:
            measure_memory(browser, studio, args.memory_moves)


if __name__ == "__main__":
    main()
