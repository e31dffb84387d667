"""The page renders what a hand hears while it moves, and plays on without a network."""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import numpy as np
import pytest
import requests
import soundfile
from numpy.typing import NDArray
from playwright.sync_api import Browser, BrowserContext, Page, Route, ViewportSize, expect

from sampler.artifact import PLAYER, list_versions, read_manifest
from tests.browser.conftest import watched_page
from tests.browser.gestures import (
    drop_sample,
    heard,
    lose_connection,
    open_studio,
    save_wav,
    slider_values,
    wait_for_new_sound,
)
from tests.live_studio import LiveStudio, new_studio
from tests.tiny_model import sampler

pytestmark = [pytest.mark.browser, pytest.mark.stack]

Floats = NDArray[np.float64]

INAUDIBLE = 1e-3
LOADED_MS = 60_000

RECORD = """
window.buffers = [];
const begin = AudioBufferSourceNode.prototype.start;
AudioBufferSourceNode.prototype.start = function (...when) {
  window.buffers.push([...this.buffer.getChannelData(0)]);
  return begin.apply(this, when);
};
"""
SHAPES = ["", "pitch=4", "lowcut=300&highcut=6000", "length=0.2&fade=0.05", "gain=6", "norm=0", "trim=1"]


@pytest.fixture(scope="module")
def soloist(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveStudio]:
    """A studio with a snare that has a player: the factory's, upgraded where it has none yet."""
    studio = new_studio(tmp_path_factory.mktemp("soloist"), models=["snare"])
    folder = studio.models_dir / "snare" / "1"
    if PLAYER not in read_manifest(folder).files:
        sampler("upgrade", "snare", "--models", studio.models_dir)
        folder.rename(studio.var.with_name("retired"))
    studio.start()
    yield studio
    studio.stop()


@pytest.fixture
def able(browser: Browser, page_errors: list[str]) -> Iterator[Page]:
    """A page of a browser that renders by itself."""
    with watched_page(new_context(browser, service_workers="block"), page_errors) as page:
        yield page


@pytest.fixture
def keeping(browser: Browser, page_errors: list[str]) -> Iterator[Page]:
    """A page of a browser that renders by itself, and has a service worker."""
    with watched_page(new_context(browser, service_workers="allow"), page_errors) as page:
        yield page


def new_context(browser: Browser, *, service_workers: Literal["allow", "block"]) -> BrowserContext:
    size = ViewportSize(width=1440, height=900)
    context = browser.new_context(viewport=size, accept_downloads=True, service_workers=service_workers)
    context.add_init_script(RECORD)
    return context


def open_rendering(page: Page, address: str) -> None:
    """Open the studio and wait until it renders by itself."""
    open_studio(page, address)
    expect(page.locator("body")).to_have_attribute("data-renders", "page", timeout=LOADED_MS)
    page.locator("header").click(position={"x": 400, "y": 5})  # browsers let nothing sound before a gesture


def step(page: Page) -> Floats:
    """Move a tenth to the right; returns the samples of the first sound that follows."""
    known = len(heard(page))
    page.get_by_role("slider").first.press("Shift+ArrowRight")
    wait_for_new_sound(page, known)
    return np.array(page.evaluate("(index) => window.buffers[index]", known))


def of_server(studio: LiveStudio, page: Page) -> Floats:
    """The samples of the file of the sound that is played."""
    address = page.locator("#download").get_attribute("href") or ""
    answer = requests.get(f"{studio.url}{address}", timeout=60)
    samples, _ = soundfile.read(io.BytesIO(answer.content))
    return np.asarray(samples)


@pytest.mark.parametrize("shape", SHAPES)
def test_the_page_and_the_server_make_the_same_sound(shape: str, able: Page, soloist: LiveStudio) -> None:
    version = list_versions(soloist.models_dir)[-1].version
    open_rendering(able, f"{soloist.url}/?model=snare&version={version}&x=0.3&y=0.6&{shape}")
    with able.expect_request(re.compile("sound.wav")):  # once the hand rests
        made = step(able)
    expected = of_server(soloist, able)
    assert made.shape == expected.shape
    assert np.abs(made - expected).max() <= INAUDIBLE * np.abs(expected).max()
    assert np.corrcoef(made, expected)[0, 1] > 1 - INAUDIBLE


def test_a_hand_hears_the_page_while_it_moves(able: Page, soloist: LiveStudio) -> None:
    open_rendering(able, soloist.url)
    able.route(re.compile("sound.wav"), lambda route: route.fulfill(body=b""))
    first, second = step(able), step(able)
    assert np.abs(first).max() == pytest.approx(0.95, abs=1e-3)
    assert not np.array_equal(first, second)


def test_a_sample_is_located_by_the_page_first(able: Page, soloist: LiveStudio, snares: list[Path]) -> None:
    """The server's answer waits until the page has moved the hand; then it refines the location."""
    held: list[Route] = []

    def hold(route: Route) -> None:  # Playwright takes no method of a list
        held.append(route)

    able.route(re.compile("/locate/"), hold)
    open_rendering(able, soloist.url)
    before = slider_values(able)
    drop_sample(able, snares[0])
    able.wait_for_function("(x) => Number(document.querySelector('#x').value) !== x", arg=before[0])
    guessed = slider_values(able)
    for route in held:
        route.continue_()
    expect(able.locator("#sample")).to_contain_text(snares[0].name[:8])
    located = slider_values(able)
    assert np.hypot(*np.subtract(guessed, located)) < 0.35, (guessed, located)


def test_without_a_network_it_plays_on_and_saves_files(
    keeping: Page, soloist: LiveStudio, page_errors: list[str]
) -> None:
    open_rendering(keeping, soloist.url)
    keeping.evaluate("() => navigator.serviceWorker.ready")
    lose_connection(keeping)
    made = step(keeping)
    expect(keeping.locator("#network")).to_have_text(re.compile("^No network"))
    expect(keeping.locator("#sound-error")).to_be_hidden()
    expect(keeping.locator("#download")).to_have_attribute("href", re.compile("^blob:"))
    download = save_wav(keeping)
    assert download.suggested_filename.endswith("-made-by-browser.wav")
    samples, rate_hz = soundfile.read(Path(download.path()))
    assert rate_hz == 44_100
    assert np.abs(samples - made).max() < 1e-6
    keeping.reload()  # the studio opens
    open_rendering(keeping, soloist.url)
    step(keeping)
    keeping.context.set_offline(False)
    expect(keeping.locator("#network")).to_be_hidden()
    expect(keeping.locator("#download")).to_have_attribute("href", re.compile("^/api/"))
    page_errors[:] = [error for error in page_errors if "net::ERR_" not in error]
