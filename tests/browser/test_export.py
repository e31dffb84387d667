"""Saving files by click and drag, and kits of chosen sounds or along a path."""

import json
import re
import zipfile
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import requests
import soundfile
from playwright.sync_api import Page, expect

from tests.browser.gestures import lose_connection, open_studio, save_wav
from tests.conftest import LiveStudio
from tests.sfz import read_sfz

pytestmark = [pytest.mark.browser, pytest.mark.stack]

DRAGGED = """
id => {
  const transfer = new DataTransfer();
  const start = new DragEvent("dragstart", { dataTransfer: transfer, bubbles: true });
  document.getElementById(id).dispatchEvent(start);
  return transfer.getData("DownloadURL");
}
"""
CUT = """
[...document.querySelectorAll('#drawer .button, #drawer .segments')]
  .filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.textContent)
"""


def open_take(page: Page, address: str) -> None:
    open_studio(page, address)
    page.get_by_role("tab", name="Export").click()


def press(page: Page, *names: str) -> None:
    for name in names:
        page.locator("#export").get_by_role("button", name=name, exact=True).click()


def draw(page: Page, corners: list[tuple[float, float]]) -> None:
    """Draw a line on the pad through positions in its box."""
    box = page.locator("#pad").bounding_box()
    assert box is not None
    points = [(box["x"] + box["width"] * x, box["y"] + box["height"] * (1 - y)) for x, y in corners]
    page.mouse.move(*points[0])
    page.mouse.down()
    for point in points[1:]:
        page.mouse.move(*point, steps=12)
    page.mouse.up()


def save_kit(page: Page, button: str) -> zipfile.ZipFile:
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    assert re.fullmatch(r"drumscape-snare-v\d+-[a-z-]+-kit\.zip", download.value.suggested_filename)
    expect(page.locator("#kit-state")).to_have_text("Saved.")
    return zipfile.ZipFile(download.value.path())


def assert_same_sounds(kit: zipfile.ZipFile, url: str) -> list[dict[str, str]]:
    """Each file of a kit is what its address gives; returns the mapping's regions, in the same order."""
    sounds = json.loads(kit.read("kit.json"))["sounds"]
    for sound in sounds:
        assert requests.get(url + sound["sound_url"], timeout=60).content == kit.read(sound["file"])
    regions = read_sfz(kit.read("snare.sfz").decode())
    assert [region["sample"] for region in regions] == [sound["file"] for sound in sounds]
    assert {region["loop_mode"] for region in regions} == {"one_shot"}
    return regions


def test_the_saved_file_is_the_chosen_sound_by_click_drag_and_link(page: Page, band: LiveStudio) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_take(page, f"{band.url}/?x=0.125&y=0.9&pitch=-2")
    expect(page.get_by_role("button", name="24", exact=True)).to_have_attribute("aria-pressed", "true")
    press(page, "16", "48 kHz", "At the onset", "Its own")
    name = page.locator("#export-file").inner_text().strip()
    assert re.fullmatch(r"drumscape-snare-v\d+-x0\.13-y0\.90-pitch-2-16bit-48k-own-level-trimmed\.wav", name)

    download = save_wav(page)
    assert download.suggested_filename == name
    info = soundfile.info(download.path())
    assert (info.samplerate, info.subtype) == (48_000, "PCM_16")
    samples, _ = soundfile.read(download.path())
    assert np.argmax(np.abs(samples)) < 480 * 1.1
    assert samples[0] == samples[-1] == 0

    href = page.get_by_role("link", name=re.compile("^Download")).get_attribute("href") or ""
    answer = requests.get(band.url + href, timeout=60)
    assert answer.content == Path(download.path()).read_bytes()
    assert answer.headers["Content-Disposition"].endswith(f'"{name}"')
    for handle in ("download", "export-file"):
        assert page.evaluate(DRAGGED, handle) == f"audio/wav:{name}:{band.url}{href}"

    press(page, "32 float", "44.1 kHz", "Locked", "Normalised")
    with page.expect_download() as again:
        page.locator("#export-file").click()
    assert soundfile.info(again.value.path()).subtype == "FLOAT"
    samples, _ = soundfile.read(again.value.path())
    assert np.argmax(np.abs(samples)) == 441
    assert np.abs(samples).max() == pytest.approx(0.95)

    press(page, "Copy link")
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    open_take(page, link)
    expect(page.get_by_role("button", name="32 float")).to_have_attribute("aria-pressed", "true")
    assert page.locator("#export-file").inner_text().strip() == again.value.suggested_filename


def test_a_kit_of_chosen_sounds_takes_turns(page: Page, band: LiveStudio) -> None:
    open_take(page, f"{band.url}/?x=0.3&y=0.6&gain=-3")
    save = page.locator("#kit-save")
    expect(save).to_be_disabled()
    press(page, "Add this sound")
    page.get_by_role("button", name="Another variation").click()
    press(page, "Add this sound")
    page.get_by_role("slider").first.press("Shift+ArrowRight")
    press(page, "Add this sound", "Add this sound")
    press(page, "Remove 4, at 0.40, 0.60")
    expect(page.locator("#kit-entries li")).to_have_count(3)
    expect(page.locator(".kit-layer circle")).to_have_count(3)

    kit = save_kit(page, "Save kit of 3")
    regions = assert_same_sounds(kit, band.url)
    assert [region["seq_position"] for region in regions] == ["1", "2", "3"]
    assert {region["seq_length"] for region in regions} == {"3"}
    assert {(region["key"], region["pitch_keycenter"]) for region in regions} == {("38", "38")}
    sounds = json.loads(kit.read("kit.json"))["sounds"]
    assert all("gain=-3" in sound["permalink"] for sound in sounds)
    assert ["seed=" in sound["sound_url"] for sound in sounds] == [False, True, True]

    press(page, "Hear 1, at 0.30, 0.60")
    expect(page).to_have_url(re.compile(r"x=0\.3&y=0\.6&gain=-3$"))
    open_take(page, band.url + sounds[1]["permalink"])
    assert page.locator("#export-file").inner_text().strip() == sounds[1]["file"].removeprefix("02-")


def test_a_kit_along_a_drawn_path_goes_from_soft_to_hard(page: Page, band: LiveStudio) -> None:
    open_take(page, band.url)
    press(page, "Along a path", "Velocity layers", "Draw a path")
    expect(page.locator("#kit-hint")).to_contain_text("Draw a line")
    draw(page, [(0.2, 0.2), (0.5, 0.8), (0.8, 0.3)])
    expect(page.get_by_role("button", name="Draw a path")).to_have_attribute("aria-pressed", "false")
    page.get_by_label("Sounds", exact=True).fill("5")
    expect(page.locator(".kit-layer circle")).to_have_count(5)
    assert page.evaluate(CUT) == []
    assert page.evaluate("document.documentElement.scrollHeight") <= 900
    kit = save_kit(page, "Save kit of 5")
    regions = assert_same_sounds(kit, band.url)
    layers = [(int(region["lovel"]), int(region["hivel"])) for region in regions]
    assert (layers[0][0], layers[-1][1]) == (1, 127)
    assert all(before[1] + 1 == after[0] for before, after in pairwise(layers))
    urls = [sound["sound_url"] for sound in json.loads(kit.read("kit.json"))["sounds"]]
    places = np.array([[float(value) for value in re.findall(r"[xy]=([\d.]+)", url)[:2]] for url in urls])
    steps = np.hypot(*np.diff(places, axis=0).T)
    assert places[0] == pytest.approx([0.18, 0.18], abs=0.03)
    assert places[-1] == pytest.approx([0.82, 0.29], abs=0.03)
    assert steps.max() < 1.6 * steps.min()

    # the same without a pointer: places are added one by one
    page.get_by_role("button", name="Draw a path").press("Enter")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Draw a path")).to_have_attribute("aria-pressed", "false")
    while page.locator("#kit-entries li").count():
        page.locator("#kit-entries li").first.get_by_role("button", name="Remove").press("Enter")
    expect(page.locator("#kit-save")).to_be_disabled()
    for key in ("Shift+ArrowUp", "Shift+ArrowLeft"):
        page.locator("#pad").press(key)
        page.get_by_role("button", name="Add this position").press("Enter")
    save_kit(page, "Save kit of 5")


def test_a_failed_kit_says_why_and_keeps_its_entries(
    page: Page, page_errors: list[str], band: LiveStudio
) -> None:
    open_take(page, band.url)
    for _ in range(64):
        press(page, "Add this sound")
    expect(page.get_by_role("button", name="Add this sound")).to_be_disabled()
    expect(page.locator("#kit-state")).to_have_text("That is all a kit takes.")
    lose_connection(page)
    page.get_by_role("button", name="Save kit of 64").click()
    expect(page.locator("#kit-error")).to_contain_text("The studio does not answer.")
    expect(page.locator("#kit-entries li")).to_have_count(64)
    assert page.evaluate("document.documentElement.scrollHeight") <= 900
    page.context.set_offline(False)
    with page.expect_download():
        page.locator("#kit-error").get_by_role("button", name="Try again").click()
    expect(page.locator("#kit-error")).to_be_hidden()
    assert [error for error in page_errors if "ERR_INTERNET_DISCONNECTED" not in error] == []
    page_errors.clear()
