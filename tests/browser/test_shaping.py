"""Tune, pitch, length and fade, gain, cuts: sliders with units and resets, heard at once."""

import io
import re

import numpy as np
import pytest
import soundfile
from playwright.sync_api import Locator, Page, expect

from tests.browser.gestures import heard, open_studio, save_wav, slider_values, wait_for_new_sound
from tests.browser.waits import let_frames_pass
from tests.conftest import LiveStudio

pytestmark = [pytest.mark.browser, pytest.mark.stack]

SET = """
(input, value) => {
  input.value = value;
  input.dispatchEvent(new Event("input", { bubbles: true }));
}
"""


def open_shape(page: Page, address: str) -> None:
    open_studio(page, address)
    page.get_by_role("tab", name="Shape").click()


def knob(page: Page, name: str) -> Locator:
    return page.locator("#shape").get_by_role("slider", name=name, exact=True)


def turn(page: Page, name: str, position: float) -> None:
    """Move a slider as a hand does: the event comes with the value."""
    knob(page, name).evaluate(SET, str(position))


def words(page: Page, name: str) -> str:
    return knob(page, name).get_attribute("aria-valuetext") or ""


def file_address(page: Page) -> str:
    return page.get_by_role("link", name=re.compile("^Download")).get_attribute("href") or ""


def test_each_slider_changes_sound_and_file(page: Page, band: LiveStudio) -> None:
    open_shape(page, band.url)
    page.get_by_role("button", name="Play").click()
    plain = wait_for_new_sound(page, 0)
    x, y = slider_values(page)
    assert (x, y) == (0.5, 0.5)  # the first two sliders are still those of the map

    turns = {
        "Pitch": (-5, "−5 st", "pitch=-5"),
        "Gain": (-6, "−6 dB", "gain=-6"),
        "Length": (100, r"\d+ ms", r"length=0\.\d+"),
        "Fade": (60, r"\d+ ms", r"fade=0\.\d+"),
        "Low cut": (24, "80 Hz", "lowcut=80"),
        "High cut": (100, r"6\.32 kHz", "highcut=6320"),
    }
    fingerprints = {plain["fingerprint"]}
    for name, (position, said, query) in turns.items():
        expect(page.get_by_role("button", name=f"Reset {name.lower()}")).not_to_be_visible()
        known = len(heard(page))
        turn(page, name, position)
        assert re.fullmatch(said, words(page, name)), words(page, name)
        fingerprints.add(wait_for_new_sound(page, known)["fingerprint"])
        assert re.search(query, file_address(page))
        expect(page).to_have_url(re.compile(query))
    assert len(fingerprints) == len(turns) + 1

    last = heard(page)[-1]
    samples, rate_hz = soundfile.read(io.BytesIO(save_wav(page).path().read_bytes()))
    assert (len(samples), rate_hz) == (last["length"], 44_100)
    assert np.abs(samples).max() == pytest.approx(last["peak"], abs=1e-4)

    known = len(heard(page))
    page.get_by_role("button", name="Reset pitch").click()
    assert words(page, "Pitch") == "0 st"
    assert "pitch" not in file_address(page)
    assert "gain=-6" in file_address(page)
    wait_for_new_sound(page, known)
    known = len(heard(page))
    page.get_by_role("button", name="Reset all").click()
    expect(page.get_by_role("button", name="Reset all")).to_be_disabled()
    assert wait_for_new_sound(page, known)["fingerprint"] == plain["fingerprint"]
    expect(page).to_have_url(re.compile(r"x=0\.5&y=0\.5$"))


def test_keys_move_sliders_and_cuts_never_cross(page: Page, band: LiveStudio) -> None:
    open_shape(page, band.url)
    knob(page, "Pitch").focus()
    page.keyboard.press("ArrowUp")
    assert words(page, "Pitch") == "+0.1 st"
    page.keyboard.press("Shift+ArrowDown")
    assert words(page, "Pitch") == "−0.9 st"
    reset = page.get_by_role("button", name="Reset pitch")
    reset.focus()
    page.keyboard.press("Enter")
    assert words(page, "Pitch") == "0 st"
    expect(knob(page, "Pitch")).to_be_focused()

    turn(page, "High cut", 60)
    turn(page, "Low cut", 90)
    low, high = (int(re.findall(rf"{name}=(\d+)", file_address(page))[0]) for name in ("lowcut", "highcut"))
    assert low < high
    turn(page, "High cut", 0)
    assert int(re.findall(r"highcut=(\d+)", file_address(page))[0]) > low
    expect(page.locator("#sound-error")).to_be_hidden()


def test_a_link_sets_the_sliders_and_invalid_values_are_ignored(page: Page, band: LiveStudio) -> None:
    open_shape(page, f"{band.url}/?x=0.2&y=0.7&pitch=-3.50&lowcut=95&length=0.15&bits=16&trim=1&seed=9")
    assert [words(page, name) for name in ("Pitch", "Low cut", "Length")] == ["−3.5 st", "95 Hz", "150 ms"]
    assert file_address(page).partition("?")[2] == (
        "x=0.2&y=0.7&seed=9&pitch=-3.5&length=0.15&lowcut=95&bits=16&trim=1"
    )
    with page.expect_response(re.compile("sound.wav")) as answer:
        open_shape(
            page,
            f"{band.url}/?x=0.2&y=0.7&pitch=99&gain=loud&length=-1&fade=1e3&bits=7&rate=96000&norm=maybe"
            "&lowcut=500&highcut=400&tune=nan&seed=2147483648",
        )
    assert answer.value.status == 200
    assert file_address(page).partition("?")[2] == "x=0.2&y=0.7"
    expect(page.get_by_role("button", name="Reset all")).to_be_disabled()


def test_the_sound_follows_while_the_slider_moves(page: Page, band: LiveStudio) -> None:
    open_shape(page, band.url)
    page.get_by_role("button", name="Play").click()
    known = len(heard(page))
    box = knob(page, "Pitch").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    for step in range(1, 1000):
        page.mouse.move(box["x"] + box["width"] * (0.55 + step % 20 / 50), box["y"] + box["height"] / 2)
        let_frames_pass(page)
        if step > 20 and len(heard(page)) > known + 2:
            break
    assert len(heard(page)) > known + 2
    page.mouse.up()
    final = file_address(page)
    assert "pitch=" in final
    page.wait_for_function(
        "url => performance.getEntriesByName(new URL(url, location.href).href).length > 0",
        arg=final,
    )
