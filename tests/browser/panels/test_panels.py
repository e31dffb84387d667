"""Every module of the studio can be imported alone, and every panel renders from a store of its own."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import ROOT
from tests.browser.gestures import drop_sample, open_studio, slider_values
from tests.browser.test_sample import detail_of, find
from tests.conftest import LiveStudio

pytestmark = [pytest.mark.browser, pytest.mark.stack]

STUDIO = ROOT / "static" / "js" / "studio"
ENTRY = STUDIO / "main.js"
BUNDLED = STUDIO / "rendering" / "worker.js"
"""Imports a package by its name, which only the bundle can."""

MODULES = [
    str(path.relative_to(STUDIO)) for path in sorted(STUDIO.rglob("*.js")) if path not in (ENTRY, BUNDLED)
]
PANELS = Path(__file__).with_name("panels.js").read_text()

COUNT_LISTENERS = """
window.listeners = {};
for (const target of [window, document]) {
  const { addEventListener: add, removeEventListener: remove } = target;
  const count = (type, by) => { listeners[type] = (listeners[type] ?? 0) + by; };
  target.addEventListener = function (type, ...rest) {
    count(type, 1);
    return add.call(this, type, ...rest);
  };
  target.removeEventListener = function (type, ...rest) {
    count(type, -1);
    return remove.call(this, type, ...rest);
  };
}
"""

IMPORT = """
async (path) => {
  const page = () => [document.documentElement.outerHTML, JSON.stringify(listeners)];
  const before = page();
  const { src } = document.querySelector("script[src]"); // of js/shared/
  await import(new URL(`../studio/${path}`, src));
  return page().every((part, at) => part === before[at]);
}
"""


def without_code(page: Page, address: str) -> None:
    """The studio's page as the server sends it, without its JavaScript."""
    page.route("**/studio/main.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.goto(address)


def test_a_module_that_is_imported_alone_touches_nothing(page: Page, live_studio: LiveStudio) -> None:
    page.add_init_script(COUNT_LISTENERS)
    page.goto(f"{live_studio.url}/login/")
    assert [module for module in MODULES if not page.evaluate(IMPORT, module)] == []


def test_every_panel_alone_shows_what_its_store_holds(page: Page, live_studio: LiveStudio) -> None:
    without_code(page, live_studio.url)
    assert page.evaluate(PANELS) == []


def test_undo_brings_the_detail_slider_back(page: Page, live_studio: LiveStudio, snares: list[Path]) -> None:
    open_studio(page, live_studio.url)
    find(page, snares[20])
    whole = detail_of(page)
    amount = page.get_by_role("slider", name="Detail")
    amount.focus()
    page.keyboard.press("Home")
    page.keyboard.press("PageUp")
    assert detail_of(page) not in (None, whole)
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    assert detail_of(page) == whole
    expect(amount).to_have_value("100")
    page.get_by_role("slider").first.press("Shift+ArrowRight")
    assert detail_of(page) == whole


def test_an_entry_that_leaves_the_history_removes_its_listeners(page: Page, live_studio: LiveStudio) -> None:
    page.add_init_script(COUNT_LISTENERS)
    open_studio(page, live_studio.url)
    entries = page.locator("#history button")
    listening = "listeners.themechange"
    before = page.evaluate(listening)
    for count in (1, 2, 3):
        page.keyboard.press("r")
        expect(entries).to_have_count(count)
    assert page.evaluate(listening) == before + 3
    page.get_by_role("button", name="Export and import").click()
    page.get_by_role("button", name="Clear the history").click()
    expect(entries).to_have_count(0)
    assert page.evaluate(listening) == before


def test_a_sample_that_is_located_late_leaves_the_hand_where_it_is(
    page: Page, live_studio: LiveStudio, snares: list[Path]
) -> None:
    open_studio(page, live_studio.url)
    held: list[Route] = []
    page.route("**/locate/*", lambda route: held.append(route), times=1)  # noqa: PLW0108
    with page.expect_request("**/locate/*"):
        drop_sample(page, snares[20])
    page.get_by_role("slider").first.press("Shift+ArrowRight")
    there = slider_values(page)
    held[0].continue_()
    expect(page.locator("#sample")).to_have_attribute("data-state", "found")
    assert slider_values(page) == there
    assert detail_of(page)
