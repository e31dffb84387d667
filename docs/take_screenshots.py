"""Take the pictures of the studio and the dashboard that the README shows.

    python docs/take_screenshots.py [SAMPLE] [--sounds FOLDER]

Starts an instrument of its own on temporary folders, brings the studio into every state that the tests know
(`tests/browser/states.py`), with SAMPLE where one is dropped, and trains for a moment on the recordings in
FOLDER so that the dashboard has something to show. Without them it makes its own drums. Needs
requirements-dev.txt and Debian's chromium. Writes docs/screenshots/*.png.
"""

import argparse
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DOCS = Path(__file__).resolve().parent
sys.path.insert(0, str(DOCS.parent))

from playwright.sync_api import Browser, Page, expect  # noqa: E402

from tests.browser.chromium import open_browser  # noqa: E402
from tests.browser.gestures import sign_in  # noqa: E402
from tests.browser.states import STATES, Stage, photograph, shrink  # noqa: E402
from tests.live_studio import LiveStudio, new_studio  # noqa: E402
from tests.synthetic import write_drums, write_stranger  # noqa: E402

FOLDER = DOCS / "screenshots"
PREPARING_MS = 120_000
LEARNING_MS = 300_000
SETTLING_MS = 900
EPOCHS_TO_SHOW = 6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("sample", nargs="?", type=Path, help="a drum to drop onto the studio")
    parser.add_argument("--sounds", type=Path, help="a folder of recordings to train on")
    parser.add_argument(
        "--only", default="", help="states whose name contains this, such as beat; or dashboard"
    )
    chosen = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        running_studio(Path(folder)) as studio,
        open_browser() as browser,
    ):
        drums = write_drums(studio.dataset_root / "drums", 48)
        sample = chosen.sample or next(drums.iterdir())
        stage = Stage(f"{studio.url}/?model=snare", sample, write_stranger(Path(folder) / "whistle.wav"))
        photograph_studio(browser, stage, chosen.only)
        if chosen.only in "dashboard":
            photograph_dashboard(browser, studio, chosen.sounds or drums)


@contextmanager
def running_studio(folder: Path) -> Iterator[LiveStudio]:
    """An instrument that is ready, stopped when the block ends. It may read datasets from anywhere."""
    studio = new_studio(folder)
    studio.extra["DATASET_ROOTS"] = "/"
    studio.start()
    try:
        yield studio
    finally:
        studio.stop()


def photograph_studio(browser: Browser, stage: Stage, only: str) -> None:
    """Every state on a desktop and on a phone."""
    for state in STATES:
        if only in state:
            for path in photograph(browser, stage, state, FOLDER):
                shrink(path)
                print(path.relative_to(DOCS.parent), flush=True)


def photograph_dashboard(browser: Browser, studio: LiveStudio, sounds: Path) -> None:
    """A training on its way, in both themes."""
    page = browser.new_page(viewport={"width": 1440, "height": 1200}, color_scheme="dark")
    sign_in(page, studio.url, studio.username, studio.password)
    page.locator("#dataset-form").get_by_label("Name").fill("My snares")
    page.get_by_label("or a folder on this server").fill(str(sounds.resolve()))
    page.get_by_role("button", name="Add sounds").click()
    expect(page.locator("#datasets .state").first).to_have_text("ready", timeout=PREPARING_MS)
    photograph_dataset(page)
    page.locator("#run-form").get_by_label("Model name").fill("snare")
    page.locator("#run-form").get_by_label("Time for it").select_option("")
    page.get_by_role("button", name="Start training").click()
    epoch = page.locator("#runs .numbers dd").first
    expect(epoch).to_have_text(re.compile(f"^{EPOCHS_TO_SHOW} of"), timeout=LEARNING_MS)
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.wait_for_timeout(SETTLING_MS)
        take_whole(page, f"dashboard-{scheme}.png")
    page.get_by_role("link", name="Listen and log").click()
    expect(page.get_by_role("button", name=re.compile("^Play middle after")).first).to_be_visible()
    page.wait_for_timeout(SETTLING_MS)
    take_whole(page, "training.png")
    page.get_by_role("button", name="Stop and keep what it learned").click()
    page.close()


def photograph_dataset(page: Page) -> None:
    """What the dashboard knows of the newest dataset, one of its sounds before and after."""
    page.get_by_role("link", name="Look inside").first.click()
    page.locator("#files").get_by_role("button", name="Listen").first.click()
    expect(page.get_by_role("button", name="Play before")).to_be_enabled(timeout=PREPARING_MS)
    expect(page.locator("#survey")).to_be_visible(timeout=PREPARING_MS)
    page.wait_for_timeout(SETTLING_MS)
    take_whole(page, "dashboard-dataset.png")
    page.get_by_role("link", name="Dashboard").click()
    expect(page.locator("#datasets .state").first).to_have_text("ready")


def take_whole(page: Page, name: str) -> None:
    """The page from top to bottom."""
    path = FOLDER / name
    page.screenshot(path=path, full_page=True)
    shrink(path)
    print(path.relative_to(DOCS.parent))


if __name__ == "__main__":
    main()
