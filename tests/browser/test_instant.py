"""The page loads little, fetches neighbours in advance, and fetches nothing twice."""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser.gestures import heard, open_studio, wait_for_new_sound
from tests.browser.waits import let_answers_arrive, wait_for_quiet
from tests.conftest import LiveStudio
from tests.frozen import frozen

pytestmark = [pytest.mark.browser, pytest.mark.stack]

BUDGET_BYTES = 150_000
PLAYABLE_MS = 15_000
"""Far more than is needed, for machines that train at the same time."""

QUICK = """
const now = performance.now.bind(performance);
performance.now = () => now() / 1000;
"""
"""Slow the page's clock, so that sounds seem quick on any machine: then the studio requests neighbours."""

MOST_REQUESTS, MOST_BYTES = 25, 350_000
BEFORE_THE_FIRST_SOUND = """
() => {
  const all = ["navigation", "resource"].flatMap((kind) => performance.getEntriesByType(kind));
  const [sound] = all.filter(({ name }) => /sound\\.wav/.test(name));
  return all.filter(({ startTime }) => startTime < sound.responseEnd).map(({ transferSize }) => transferSize);
}
"""
"""Bytes of each request that began before the first sound was there."""

ARROWS = 4
LANDMARK = 1
RESOURCES = """
(pattern) => performance.getEntriesByType("resource")
  .filter(({ name }) => new RegExp(pattern).test(name))
  .map((of) => ({ name: of.name, sent: of.transferSize, unpacked: of.decodedBodySize, end: of.responseEnd }))
"""
NEIGHBOURS_ARE_THERE = f"(count) => ({RESOURCES})('sound\\\\.wav').filter((one) => one.end).length >= count"


def resources(page: Page, pattern: str) -> list[dict[str, Any]]:
    """What the page loaded: bytes transferred with headers, bytes unpacked, and the time of completion."""
    found: list[dict[str, Any]] = page.evaluate(RESOURCES, pattern)
    return found


def asked_sounds(page: Page) -> list[str]:
    """A list of all requests for a sound, with those answered by a cache, without those cancelled."""
    asked: list[str] = []

    def note(request: Request) -> None:
        if "sound.wav" in request.url:
            asked.append(request.url)

    def strike(request: Request) -> None:
        if request.url in asked:
            asked.remove(request.url)

    page.on("request", note)
    page.on("requestfailed", strike)
    return asked


def press(page: Page, key: str) -> dict[str, Any]:
    """Press a key on the first slider and return the sound that follows."""
    known = len(heard(page))
    page.get_by_role("slider").first.press(key)
    return wait_for_new_sound(page, known)


def test_little_is_loaded_before_the_first_sound(page: Page, live_studio: LiveStudio) -> None:
    open_studio(page, live_studio.url)
    expect(page.locator("#spectrum canvas").first).to_be_attached()
    loaded = resources(page, r"\.(js|css)$")
    assert any("wavesurfer" in one["name"] for one in loaded)
    sent = sum(one["sent"] for one in loaded)
    unpacked = sum(one["unpacked"] for one in loaded)
    ready_ms = page.evaluate("performance.getEntriesByName('ready')[0].startTime")
    print(
        f"script and style: {sent:,} bytes sent, {unpacked:,} unpacked, in {len(loaded)} files; "
        f"playable after {ready_ms:.0f} ms"
    )
    assert sent < BUDGET_BYTES
    assert sent < unpacked / 2
    assert ready_ms < PLAYABLE_MS

    hinted = page.locator("link[rel=modulepreload]").evaluate_all("(links) => links.map((link) => link.href)")
    modules = {
        one["name"] for one in loaded if "/js/" in one["name"] and not one["name"].endswith("theme.js")
    }
    assert modules == set(hinted)

    open_studio(page, live_studio.url)
    again = resources(page, r"\.(js|css)$")
    assert sum(one["sent"] for one in again) == 0


def test_the_first_sound_takes_few_requests_and_bytes(page: Page, live_studio: LiveStudio) -> None:
    open_studio(page, live_studio.url)
    page.wait_for_function(NEIGHBOURS_ARE_THERE, arg=1)
    before = page.evaluate(BEFORE_THE_FIRST_SOUND)
    print(f"{len(before)} requests, {sum(before):,} bytes until the first sound was there")
    assert len(before) <= MOST_REQUESTS
    assert sum(before) <= MOST_BYTES


def test_neighbours_and_earlier_sounds_are_not_requested_again(page: Page, live_studio: LiveStudio) -> None:
    asked = asked_sounds(page)
    page.add_init_script(QUICK)
    open_studio(page, f"{live_studio.url}/?model=snare&x=0.31&y=0.62")
    page.wait_for_function(NEIGHBOURS_ARE_THERE, arg=1 + ARROWS + LANDMARK)
    near = list(asked)
    assert len(near) == 1 + ARROWS + LANDMARK
    press(page, "ArrowRight")
    assert [url for url in near if url.endswith(address(page))]
    there = press(page, "Shift+ArrowRight")
    press(page, "Shift+ArrowLeft")
    assert press(page, "Shift+ArrowRight")["fingerprint"] == there["fingerprint"]
    wait_for_quiet(page, "sound.wav")  # the neighbours of both places
    assert len(asked) == len(set(asked))

    place = address(page)
    expect(page).to_have_url(re.compile(r"x=0\.42&"))
    open_studio(page, page.url)
    page.wait_for_function(NEIGHBOURS_ARE_THERE, arg=1)
    [again] = [one for one in resources(page, r"sound\.wav") if one["name"].endswith(place)]
    assert again["sent"] == 0


def address(page: Page) -> str:
    """The address of the sound that is heard."""
    return page.locator("#download").get_attribute("href") or ""


def save_data(page: Page, *, enabled: bool) -> None:
    page.context.new_cdp_session(page).send("Emulation.setDataSaverOverride", {"dataSaverEnabled": enabled})


def rest_beside_one_that_was_heard(page: Page, studio: LiveStudio) -> None:
    """At 0.4, 0.2, with 0.3, 0.2 heard before, and no neighbour requested yet."""
    save_data(page, enabled=True)
    page.add_init_script(QUICK)
    open_studio(page, f"{studio.url}/?model=snare&x=0.2&y=0.2")
    press(page, "Shift+ArrowRight")
    press(page, "Shift+ArrowRight")
    wait_for_quiet(page)  # neighbours would have been asked for
    save_data(page, enabled=False)


def test_a_move_cancels_requests_for_neighbours(page: Page, live_studio: LiveStudio) -> None:
    rest_beside_one_that_was_heard(page, live_studio)
    failed: list[str] = []
    page.on("requestfailed", lambda request: failed.append(request.url))
    with frozen(live_studio, "--queues decode"):
        with page.expect_request(re.compile(r"sound\.wav")) as waiting:
            press(page, "Shift+ArrowLeft")
        with (
            page.expect_event("requestfailed"),
            page.expect_request(re.compile(r"sound\.wav\?.*y=0\.3")) as wanted,
        ):
            page.get_by_role("slider").nth(1).press("Shift+ArrowUp")
        assert waiting.value.url != wanted.value.url
        assert failed == [waiting.value.url]
        known = len(heard(page))
    wait_for_new_sound(page, known)


def test_a_neighbour_that_becomes_the_sound_is_not_cancelled(page: Page, live_studio: LiveStudio) -> None:
    rest_beside_one_that_was_heard(page, live_studio)
    failed: list[str] = []
    page.on("requestfailed", lambda request: failed.append(request.url))
    with frozen(live_studio, "--queues decode"):
        with page.expect_request(re.compile(r"sound\.wav\?x=0\.31&")):
            press(page, "Shift+ArrowLeft")
        known = len(heard(page))
        page.get_by_role("slider").first.press("ArrowRight")
        page.get_by_role("slider").first.press("ArrowRight")
        let_answers_arrive(page)
    wait_for_new_sound(page, known)
    expect(page.locator("#sound-error")).to_be_hidden()
    assert failed == []


def test_with_data_saver_no_neighbours_are_requested(page: Page, live_studio: LiveStudio) -> None:
    save_data(page, enabled=True)
    asked = asked_sounds(page)
    open_studio(page, live_studio.url)
    press(page, "Shift+ArrowRight")
    wait_for_quiet(page)
    assert len(asked) == 2, json.dumps(asked)
