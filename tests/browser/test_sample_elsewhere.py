"""A producer's sample while the model is changed."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.gestures import open_studio, wait_for_new_sound
from tests.browser.test_sample import detail_of, download_link, find
from tests.browser.waits import let_answers_arrive
from tests.conftest import LiveStudio

pytestmark = [pytest.mark.browser, pytest.mark.stack]


def plays(page: Page, model: str, version: int) -> None:
    """Wait until Download would save a sound of this version."""
    expect(download_link(page)).to_have_attribute("href", re.compile(f"^/api/models/{model}/{version}/"))


def test_a_sample_is_found_on_the_map_that_is_played(
    page: Page, band: LiveStudio, snares: list[Path]
) -> None:
    open_studio(page, f"{band.url}/?model=snare&version=2")
    with page.expect_request(re.compile(r"/snare/locate/\?version=2$")):
        find(page, snares[20])
    plays(page, "snare", 2)
    report, place = page.locator("#sample-match").text_content(), download_link(page).get_attribute("href")
    with page.expect_request(re.compile(r"/kick/locate/\?version=1$")):
        page.get_by_label("Model").select_option("kick")
    expect(page.locator("#sample")).to_have_attribute("data-state", "found")
    plays(page, "kick", 1)

    page.keyboard.press("Control+z")
    expect(download_link(page)).to_have_attribute("href", place or "")
    expect(page.locator("#sample-match")).to_have_text(report or "")
    snares_own = detail_of(page)
    page.get_by_role("slider").first.press("ArrowRight")
    assert detail_of(page) == snares_own
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+y")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    plays(page, "snare", 2)


def test_each_map_shows_its_own_report_again(page: Page, band: LiveStudio, snares: list[Path]) -> None:
    open_studio(page, f"{band.url}/?model=snare")
    page.get_by_label("Model").select_option("kick")
    find(page, snares[20])
    report, own = page.locator("#sample-match").text_content(), detail_of(page)
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    plays(page, "snare", 1)
    expect(page.locator("#sample-match")).to_have_text("not looked for on this map")
    expect(page.get_by_role("button", name="Refine")).to_be_hidden()
    expect(page.get_by_role("slider", name="Detail")).to_be_hidden()
    page.keyboard.press("Control+y")
    plays(page, "kick", 1)
    expect(page.locator("#sample-match")).to_contain_text("At its location: ")
    page.keyboard.press("Control+y")
    expect(page.locator("#sample-match")).to_have_text(report or "")
    assert detail_of(page) == own


def test_a_search_begins_again_on_a_model_chosen_meanwhile(
    page: Page, band: LiveStudio, snares: list[Path]
) -> None:
    open_studio(page, f"{band.url}/?model=snare")
    held: list[Route] = []
    page.route("**/snare/locate/*", lambda route: held.append(route), times=1)  # noqa: PLW0108
    with page.expect_request(re.compile(r"/snare/locate/")):
        page.locator("input[type=file]").first.set_input_files(snares[20])
    with page.expect_request(re.compile(r"/kick/locate/")):
        page.get_by_label("Model").select_option("kick")
    expect(page.locator("#sample")).to_have_attribute("data-state", "found")
    plays(page, "kick", 1)
    place = download_link(page).get_attribute("href") or ""
    with page.expect_event("requestfinished", lambda request: "/snare/locate/" in request.url):
        held[0].continue_()
    let_answers_arrive(page)  # an answer that is void would be taken by then
    expect(download_link(page)).to_have_attribute("href", place)
    page.get_by_role("button", name="Play").click()
    wait_for_new_sound(page, 0)
    expect(page.locator("#sound-error")).to_be_hidden()


def test_without_a_sample_there_is_no_original_to_hear(page: Page, band: LiveStudio) -> None:
    open_studio(page, band.url)
    page.keyboard.press("a")
    expect(page.locator("#hear-yours")).to_have_attribute("aria-pressed", "true")
