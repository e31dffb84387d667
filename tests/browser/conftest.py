"""A browser page that listens, and that fails its test when anything was logged as an error."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.chromium import chromium_path, open_browser
from tests.synthetic import write_drums

ROOT = Path(__file__).resolve().parents[2]
REAL_SNARES = ROOT.parent / "shared" / "data" / "drums" / "snare"
EARS = Path(__file__).with_name("ears.js").read_text()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for a module: Django's tests would refuse to run beside Playwright's event loop."""
    if chromium_path() is None:
        pytest.skip("Chromium is not installed: apt-get install chromium")
    with open_browser() as found:
        yield found


@pytest.fixture
def page_errors() -> list[str]:
    """What the page logged as errors. A test that provokes one takes it out."""
    return []


@pytest.fixture
def page(browser: Browser, page_errors: list[str]) -> Iterator[Page]:
    """A fresh visitor."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, accept_downloads=True)
    context.add_init_script(EARS)
    page = context.new_page()
    page.on("console", lambda message: page_errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: page_errors.append(str(error)))
    yield page
    context.close()
    assert page_errors == []


@pytest.fixture(scope="session")
def snares(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Sixty recordings: real snares where the shared ones are at hand, else synthetic drums."""
    real = sorted(REAL_SNARES.glob("dirt/*.wav"))[:60]
    return real or sorted(write_drums(tmp_path_factory.mktemp("drums"), 60).iterdir())
