"""The grid of the beat: setting its steps, and rows that have no sound."""

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.gestures import open_studio, wait_for_new_sound
from tests.conftest import LiveStudio

pytestmark = [pytest.mark.browser, pytest.mark.stack]


def test_the_pattern_is_set_by_keys_mouse_and_finger_and_kept(browser: Browser, band: LiveStudio) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, has_touch=True)
    page = context.new_page()
    open_studio(page, band.url)
    page.get_by_role("tab", name="Beat").click()
    page.get_by_label("Ready patterns").select_option("Empty")
    steps = page.locator(".step[data-row=snare]")

    def pressed() -> list[int]:
        return [at for at in range(16) if steps.nth(at).get_attribute("aria-pressed") == "true"]

    page.locator(".step[tabindex='0']").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Snare, step 16")).to_be_focused()
    assert pressed() == [1, 15]

    steps.nth(4).hover()
    page.mouse.down()
    steps.nth(5).hover()
    steps.nth(6).hover()
    page.mouse.up()
    steps.nth(15).click()
    steps.nth(9).tap()
    assert pressed() == [1, 4, 5, 6, 9]
    expect(page.get_by_label("Ready patterns")).to_have_value("")

    page.reload()
    expect(page.locator("body")).to_have_attribute("data-state", "ready")
    assert pressed() == [1, 4, 5, 6, 9]
    context.close()


def test_a_row_without_a_sound_says_why(page: Page, page_errors: list[str], band: LiveStudio) -> None:
    def without_hat(route: Route) -> None:
        models = route.fetch().json()
        route.fulfill(json=[model for model in models if model["name"] != "hat"])

    page.route("**/api/models/", without_hat)
    page.route("**/kick/*/sound.wav**", lambda route: route.abort())
    open_studio(page, f"{band.url}/?model=snare")
    page.get_by_role("tab", name="Beat").click()
    kick, hat, snare = (page.locator(".beat-row").nth(at) for at in range(3))
    expect(hat).to_contain_text("This studio has no hat yet.")
    expect(hat.locator(".step").first).to_be_disabled()
    page.keyboard.press("b")
    wait_for_new_sound(page, 0)
    expect(kick).to_contain_text("The studio does not answer.")
    expect(snare.locator(".step").first).to_be_enabled()
    page.unroute("**/kick/*/sound.wav**")
    kick.get_by_role("button", name="Try again").click()
    expect(kick).to_have_attribute("data-state", "ready")
    expect(kick.locator(".step").first).to_be_enabled()
    page_errors.clear()  # the browser's own note of the request that failed
