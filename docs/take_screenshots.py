"""Take the pictures of the studio and the dashboard that the README shows.

    python docs/take_screenshots.py [SAMPLE] [--sounds FOLDER]

Starts an instrument of its own on temporary folders, drops SAMPLE onto the studio, and trains for a moment
on the recordings in FOLDER so that the dashboard has something to show. Without them it makes its own drums.
Needs requirements-dev.txt and Debian's chromium. Writes docs/screenshots/*.png.
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
from tests.browser.gestures import drop_sample, open_studio, sign_in  # noqa: E402
from tests.live_studio import LiveStudio, new_studio  # noqa: E402
from tests.synthetic import write_drums  # noqa: E402

DESKTOP, PHONE = (1440, 900), (390, 844)
PREPARING_MS = 120_000
LEARNING_MS = 300_000
SETTLING_MS = 900
EPOCHS_TO_SHOW = 6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("sample", nargs="?", type=Path, help="a drum to drop onto the studio")
    parser.add_argument("--sounds", type=Path, help="a folder of recordings to train on")
    chosen = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        running_studio(Path(folder)) as studio,
        open_browser() as browser,
    ):
        drums = write_drums(studio.dataset_root / "drums", 48)
        sample = chosen.sample or next(drums.iterdir())
        photograph_studio(browser, studio, sample)
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


def new_page(browser: Browser, size: tuple[int, int], scheme: str) -> Page:
    """A fresh visitor with a screen of this size and the system's theme."""
    viewport = {"width": size[0], "height": size[1]}
    return browser.new_page(
        viewport=viewport,  # type: ignore[arg-type]
        color_scheme="dark" if scheme == "dark" else "light",
        device_scale_factor=2 if size == PHONE else 1,
    )


def photograph_studio(browser: Browser, studio: LiveStudio, sample: Path) -> None:
    """Both themes on a desktop and on a phone, the sample dropped."""
    for screen, size in (("desktop", DESKTOP), ("phone", PHONE)):
        for scheme in ("dark", "light"):
            page = new_page(browser, size, scheme)
            open_studio(page, studio.url)
            drop_sample(page, sample)
            expect(page.locator("#sample")).to_have_attribute("data-state", "found")
            page.keyboard.press("Space")
            page.wait_for_timeout(SETTLING_MS)
            save(page, f"studio-{screen}-{scheme}")
            photograph_beat(page)
            save(page, f"studio-{screen}-{scheme}-beat")
            page.close()


def photograph_beat(page: Page) -> None:
    """The beat running, a favourite and two pins in the rows below."""
    page.get_by_role("button", name="Favourite", exact=True).click()
    page.get_by_role("button", name="Pin this sound as A").click()
    page.get_by_role("button", name="Near here").click()
    page.wait_for_timeout(SETTLING_MS)
    page.get_by_role("button", name="Pin this sound as B").click()
    page.get_by_role("tab", name="Beat").click()
    page.get_by_role("button", name="Beat", exact=True).click()
    page.wait_for_timeout(SETTLING_MS)


def photograph_dashboard(browser: Browser, studio: LiveStudio, sounds: Path) -> None:
    """A training on its way, in both themes."""
    page = new_page(browser, (1440, 1200), "dark")
    sign_in(page, studio.url, studio.username, studio.password)
    page.locator("#dataset-form").get_by_label("Name").fill("My snares")
    page.get_by_label("or a folder on this server").fill(str(sounds.resolve()))
    page.get_by_role("button", name="Add sounds").click()
    expect(page.locator("#datasets .state").first).to_have_text("ready", timeout=PREPARING_MS)
    page.locator("#run-form").get_by_label("Model name").fill("snare")
    page.get_by_role("button", name="Start training").click()
    epoch = page.locator("#runs .numbers dd").first
    expect(epoch).to_have_text(re.compile(f"^{EPOCHS_TO_SHOW} of"), timeout=LEARNING_MS)
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.wait_for_timeout(SETTLING_MS)
        save(page, f"dashboard-{scheme}")
    page.get_by_role("button", name="Stop and keep what it learned").click()
    page.close()


def save(page: Page, name: str) -> None:
    """Write one picture."""
    path = DOCS / "screenshots" / f"{name}.png"
    path.parent.mkdir(exist_ok=True)
    page.screenshot(path=path, full_page=not name.startswith("studio-desktop"))
    print(path.relative_to(DOCS.parent))


if __name__ == "__main__":
    main()
