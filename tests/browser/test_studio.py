"""A producer's whole job: drop a snare, move the sliders, hear the sound, save the WAV."""

import re
from pathlib import Path

import numpy as np
import pytest
import soundfile
from playwright.sync_api import Page, expect

from tests.browser.gestures import (
    drop_sample,
    heard,
    open_studio,
    save_wav,
    slider_values,
    wait_for_new_sound,
)
from tests.conftest import LiveStudio

pytestmark = [pytest.mark.browser, pytest.mark.stack]

ANSWERED = "(url) => flights.some((flight) => flight.url === url && flight.outcome === 'answered')"
SOUND_FLIGHTS = """
() => {
  const sounds = flights.filter(({ url }) => url.includes("sound.wav"));
  const overtaken = sounds.flatMap(({ beside }) => beside.filter(({ url }) => url.includes("sound.wav")));
  return [sounds.map(({ outcome }) => outcome), overtaken.map(({ outcome }) => outcome)];
}
"""
"""How every request for a sound ended, and how those did during which another one began."""


def test_a_dropped_snare_is_located_heard_changed_and_saved(
    page: Page, live_studio: LiveStudio, snares: list[Path], tmp_path: Path
) -> None:
    open_studio(page, live_studio.url)
    start = slider_values(page)

    drop_sample(page, snares[20])
    expect(page.locator("#sample")).to_have_attribute("data-state", "found")
    expect(page.locator("#sample-match")).to_have_text(re.compile(r"^[A-Z][\w, ]+ · \d+\.\d dB$"))
    found = slider_values(page)
    assert found[0] != start[0]
    assert found[1] != start[1]

    page.get_by_role("button", name="Play").click()
    first = wait_for_new_sound(page, 0)
    assert first["peak"] > 0.5

    known = len(heard(page))
    slider = page.get_by_role("slider").first
    slider.focus()
    page.keyboard.press("Shift+ArrowLeft" if found[0] > 0.5 else "Shift+ArrowRight")
    second = wait_for_new_sound(page, known)
    assert second["peak"] > 0.5
    assert second["fingerprint"] != first["fingerprint"]
    assert slider_values(page)[0] == pytest.approx(found[0] + (-0.1 if found[0] > 0.5 else 0.1), abs=0.002)

    wav = tmp_path / "taken.wav"
    download = save_wav(page)
    download.save_as(wav)
    assert download.suggested_filename.endswith(".wav")
    info = soundfile.info(wav)
    assert (info.samplerate, info.subtype, info.channels) == (44_100, "PCM_24", 1)
    samples, _ = soundfile.read(wav)
    peak_sample = page.request.get(f"{live_studio.url}/api/models/").json()[0]["peak_sample"]
    assert np.argmax(np.abs(samples)) == peak_sample
    assert np.abs(samples).max() == pytest.approx(0.95, abs=1e-3)
    assert second["peak"] == pytest.approx(np.abs(samples).max(), abs=1e-4)
    assert second["length"] == samples.size


def test_pad_sliders_and_address_bar_stay_in_step(page: Page, live_studio: LiveStudio) -> None:
    open_studio(page, live_studio.url)
    box = page.locator("#pad").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 0.8 * box["width"], box["y"] + 0.25 * box["height"])
    place = slider_values(page)
    assert place == pytest.approx((0.81, 0.77), abs=0.03)
    expect(page).to_have_url(re.compile(f"x={place[0]:g}&y={place[1]:g}$"))

    open_studio(page, page.url)
    assert slider_values(page) == place

    page.locator("#pad").focus()
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("ArrowUp")
    assert slider_values(page) == pytest.approx((place[0] - 0.1, place[1] + 0.01), abs=0.002)


def test_a_moving_hand_has_one_request_in_flight(page: Page, live_studio: LiveStudio) -> None:
    open_studio(page, live_studio.url)
    page.wait_for_load_state("networkidle")
    box = page.locator("#pad").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 60, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.9 * box["width"], box["y"] + 0.7 * box["height"], steps=60)
    page.mouse.up()
    taken = page.get_by_role("link", name=re.compile("^Download")).get_attribute("href")
    page.wait_for_function(ANSWERED, arg=f"{live_studio.url}{taken}")
    outcomes, overtaken = page.evaluate(SOUND_FLIGHTS)
    assert outcomes.count("answered") > 5
    assert set(overtaken) <= {"given up"}, "only a neighbour makes way, and is given up"
    page.wait_for_function("() => window.heard.length > 2")


def test_a_file_without_audio_shows_one_sentence_and_changes_nothing(
    page: Page, page_errors: list[str], live_studio: LiveStudio, tmp_path: Path
) -> None:
    open_studio(page, live_studio.url)
    start = slider_values(page)
    letter = tmp_path / "letter.wav"
    letter.write_text("Dear drummer, ")
    page.locator("input[type=file]").first.set_input_files(letter)
    expect(page.locator("#sample-error")).to_be_visible()
    expect(page.locator("#sample-error")).to_contain_text(re.compile(r"\w+ .*\."))
    assert slider_values(page) == start
    assert len(page_errors) == 1  # the browser's own note of the refused request
    page_errors.clear()


@pytest.mark.parametrize("width", [320, 375, 768, 1440, 3840])
def test_the_pad_is_whole_at_every_width(page: Page, live_studio: LiveStudio, width: int) -> None:
    height = 700 if width < 800 else width * 10 // 16
    page.set_viewport_size({"width": width, "height": height})
    open_studio(page, live_studio.url)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    box = page.locator("#pad").bounding_box()
    assert box is not None
    assert box["width"] == pytest.approx(box["height"], abs=1)
    assert box["y"] + box["height"] <= height
    if width >= 1440:
        assert page.evaluate("document.documentElement.scrollHeight") <= height


@pytest.mark.parametrize("width", [320, 375, 1024, 1280])
def test_no_button_of_a_found_sample_is_cut(
    page: Page, live_studio: LiveStudio, snares: list[Path], width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    open_studio(page, live_studio.url)
    drop_sample(page, snares[20])
    expect(page.locator("#sample")).to_have_attribute("data-state", "found")
    expect(page.get_by_role("button", name="Original")).to_be_visible()
    cut = page.evaluate(
        "[...document.querySelectorAll('.button, .segments, .memory-row')]"
        ".filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.textContent)"
    )
    assert cut == []
