"""Failures of server, workers, uploads and audio: a sentence, a retry, no loss and no reload."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.gestures import drop_sample, heard, open_studio, slider_values, wait_for_new_sound
from tests.conftest import LiveStudio
from tests.frozen import frozen

pytestmark = [pytest.mark.browser, pytest.mark.stack]

SILENT = "The studio does not answer. Check that it is running, then try again."
REFUSED = re.compile("ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|ERR_FAILED|503|415|413")
"""Messages that Chromium logs for failed requests."""

NO_LOUDSPEAKER = """
const Context = window.AudioContext;
window.refused = true;
window.AudioContext = class extends Context {
  constructor(options) {
    if (window.refused) throw new DOMException("no", "NotAllowedError");
    super(options);
  }
};
"""


def forget_notes(page_errors: list[str]) -> None:
    """Accept Chromium's messages about failed requests; any other error still fails the test."""
    page_errors[:] = [error for error in page_errors if not REFUSED.search(error)]


def retry(page: Page, notice: str) -> None:
    page.locator(notice).get_by_role("button", name="Try again").click()


def find(page: Page, path: Path) -> None:
    drop_sample(page, path)
    expect(page.locator("#sample-name")).to_have_text(path.name)
    expect(page.locator("#sample-match")).to_contain_text(" dB")


def test_a_studio_that_stops_and_comes_back_has_lost_nothing(
    page: Page, page_errors: list[str], live_studio: LiveStudio, snares: list[Path]
) -> None:
    open_studio(page, live_studio.url)
    find(page, snares[20])
    page.get_by_role("button", name="Favourite", exact=True).click()
    page.get_by_role("tab", name="Export").click()
    page.get_by_role("button", name="Add this sound").click()
    known = len(heard(page))
    page.keyboard.press("Space")
    last = wait_for_new_sound(page, known)

    live_studio.stop()
    try:
        page.get_by_role("slider").first.press("Shift+ArrowLeft")
        expect(page.locator("#sound-error")).to_contain_text(SILENT)
        there = slider_values(page)
        known = len(heard(page))
        page.get_by_role("button", name="Play").click()
        assert wait_for_new_sound(page, known)["fingerprint"] == last["fingerprint"]
        page.get_by_role("button", name="Save kit of 1").click()
        expect(page.locator("#kit-error")).to_contain_text(SILENT)
        drop_sample(page, snares[21])
        expect(page.locator("#sample-error")).to_contain_text(f"{snares[21].name}: {SILENT}")
        expect(page.locator("#sample-name")).to_have_text(snares[20].name)
    finally:
        live_studio.start()

    known = len(heard(page))
    retry(page, "#sound-error")
    assert wait_for_new_sound(page, known)["fingerprint"] != last["fingerprint"]
    expect(page.locator("#sound-error")).to_be_hidden()
    assert slider_values(page) == there
    retry(page, "#sample-error")
    expect(page.locator("#sample-name")).to_have_text(snares[21].name)
    expect(page.locator("#sample-match")).to_contain_text(" dB")
    page.get_by_role("tab", name="Export").click()
    with page.expect_download():
        retry(page, "#kit-error")
    page.get_by_role("button", name="Favourites").click()
    expect(page.locator("#history button")).to_have_count(1)
    forget_notes(page_errors)


def test_hanging_workers_and_a_hanging_server_show_one_sentence(
    page: Page, page_errors: list[str], live_studio: LiveStudio, snares: list[Path]
) -> None:
    open_studio(page, live_studio.url)
    notice = page.locator("#sound-error")
    for program, sentence in (
        ("--queues decode", re.compile(r"\w+ .*try again", re.IGNORECASE)),
        ("gunicorn", SILENT),
    ):
        known = len(heard(page))
        with frozen(live_studio, program):
            page.get_by_role("slider").first.press("Shift+ArrowRight")
            expect(page.locator("#sound-state")).to_have_text("making the sound…")
            expect(notice).to_contain_text(sentence)
            expect(page.locator("#sound-state")).to_be_empty()
        retry(page, "#sound-error")
        wait_for_new_sound(page, known)
        expect(notice).to_be_hidden()

    with frozen(live_studio, "--queues ingest"):
        drop_sample(page, snares[20])
        expect(page.locator("#sample-match")).to_have_text("finding its location…")
        expect(page.locator("#sample-error")).to_be_visible()
    retry(page, "#sample-error")
    expect(page.locator("#sample")).to_have_attribute("data-state", "found")
    forget_notes(page_errors)


def test_a_refused_upload_keeps_the_report_of_the_one_before(
    page: Page, page_errors: list[str], live_studio: LiveStudio, snares: list[Path], tmp_path: Path
) -> None:
    open_studio(page, live_studio.url)
    find(page, snares[20])
    before, report = slider_values(page), page.locator("#sample-match").text_content()
    letter, heavy = tmp_path / "letter.wav", tmp_path / "heavy.wav"
    letter.write_text("Dear drummer, ")
    heavy.write_bytes(b"RIFF" + bytes(11_000_000))
    notice = page.locator("#sample-error")
    for refused in (letter, heavy):
        page.locator("input[type=file]").first.set_input_files(refused)
        expect(notice).to_contain_text(re.compile(rf"^{refused.name}: \w+ .*\."))
        expect(notice.get_by_role("button")).to_be_hidden()  # no other try would help
        expect(page.locator("#sample-name")).to_have_text(snares[20].name)
        expect(page.locator("#sample-match")).to_have_text(report or "")
        expect(page.get_by_role("button", name="Original")).to_be_visible()
    assert slider_values(page) == before
    find(page, snares[21])
    expect(notice).to_be_hidden()
    forget_notes(page_errors)


def test_the_page_starts_once_the_studio_answers(
    page: Page, page_errors: list[str], live_studio: LiveStudio, snares: list[Path]
) -> None:
    page.route("**/api/models/", lambda route: route.abort())
    page.goto(f"{live_studio.url}/?model=snare&x=0.3&y=0.4")
    expect(page.locator("body")).to_have_attribute("data-state", "failed")
    expect(page.locator("#pad-message")).to_contain_text(SILENT)
    drop_sample(page, snares[20])
    page.unroute_all()
    retry(page, "#pad-message")
    expect(page.locator("body")).to_have_attribute("data-state", "ready")
    expect(page.locator("#pad-message")).to_be_hidden()
    expect(page.locator("#sample-name")).to_have_text(snares[20].name)
    expect(page.locator("#sample-match")).to_contain_text(" dB")
    forget_notes(page_errors)


def test_without_audio_output_everything_else_works(page: Page, live_studio: LiveStudio) -> None:
    page.add_init_script(NO_LOUDSPEAKER)
    open_studio(page, live_studio.url)
    page.get_by_role("slider").first.press("Shift+ArrowRight")
    silence = page.locator("#silence")
    expect(silence).to_contain_text(re.compile("The browser .*(Click|allow sound)"))
    expect(page.locator("#sound-facts")).to_have_text(re.compile(r"\d+ ms"))
    page.evaluate("() => { window.refused = false; }")
    page.get_by_role("button", name="Play").click()
    wait_for_new_sound(page, 0)
    expect(silence).to_be_hidden()
