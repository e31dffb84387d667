"""A browser page that records its sounds, and fails its test when the page logged an error."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from sampler.artifact import publish, read_manifest
from sampler.manifest import Manifest
from tests.browser.chromium import chromium_path, open_browser
from tests.live_studio import LiveStudio, new_studio
from tests.received import checked_answers
from tests.synthetic import write_drums

ROOT = Path(__file__).resolve().parents[2]
REAL_SNARES = ROOT.parent / "shared" / "data" / "drums" / "snare"
EXPECTED_MS = 60_000
"""Long enough for a busy machine: only a test that fails waits as long."""

expect.set_options(timeout=EXPECTED_MS)
EARS = Path(__file__).with_name("ears.js").read_text()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One Chromium for these tests alone: Django's would refuse to run beside Playwright's event loop."""
    if chromium_path() is None:
        pytest.skip("Chromium is not installed: apt-get install chromium")
    with open_browser() as found:
        yield found


@pytest.fixture
def page_errors() -> list[str]:
    """Errors that the page logged. A test that provokes one removes it."""
    return []


LITTLE_MEMORY = "Object.defineProperty(navigator, 'deviceMemory', { get: () => 1 });"
"""A browser whose page leaves all rendering to the server: `test_rendering.py` has others."""


@pytest.fixture
def page(browser: Browser, page_errors: list[str]) -> Iterator[Page]:
    """A page in a fresh browser context, all of whose sounds the server renders."""
    context = browser.new_context(
        viewport={"width": 1440, "height": 900}, accept_downloads=True, service_workers="block"
    )
    context.add_init_script(LITTLE_MEMORY)
    with watched_page(context, page_errors) as page:
        yield page


@contextmanager
def watched_page(context: BrowserContext, page_errors: list[str]) -> Iterator[Page]:
    """A page of a context, whose sounds are recorded and which must log no error."""
    context.add_init_script(EARS)
    context.set_default_timeout(EXPECTED_MS)
    page = context.new_page()
    page.on("console", lambda message: page_errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: page_errors.append(str(error)))
    with checked_answers(context):
        yield page
    context.close()
    assert page_errors == []


@pytest.fixture(scope="session")
def snares(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Sixty recordings: real snares where the shared ones are present, else synthetic drums."""
    real = sorted(REAL_SNARES.glob("dirt/*.wav"))[:60]
    return real or sorted(write_drums(tmp_path_factory.mktemp("drums"), 60).iterdir())


@pytest.fixture(scope="session")
def band(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveStudio]:
    """A studio with a kick, a hat, and a second version of the snare that is not live: leave it working."""
    studio = new_studio(tmp_path_factory.mktemp("band"))
    snare = studio.models_dir / "snare" / "1"
    for name in ("kick", "hat", "snare"):
        shipped = ROOT / "models" / name
        if name == "snare" or not shipped.exists():
            publish(studio.models_dir, name, lambda folder: copy_artefact(snare, folder))
        elif not (studio.models_dir / name).exists():
            shutil.copytree(shipped, studio.models_dir / name)
    studio.start()
    yield studio
    studio.stop()


def copy_artefact(source: Path, folder: Path) -> Manifest:
    """Copy the files of an artefact, to publish them under another name or version."""
    manifest = read_manifest(source)
    for name in manifest.files:
        shutil.copy(source / name, folder / name)
    return manifest
