"""Undo, history, favourites, random sounds and morph, kept in this browser or exported into a file."""

import json
import math
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

from sampler.model.detail import encode_detail
from tests.browser.gestures import drop_sample, open_studio, slider_values
from tests.conftest import LiveStudio

pytestmark = [pytest.mark.browser, pytest.mark.stack]


BLEND = """
async ([from, to, share]) => {
  const { src } = document.querySelector("script[src]"); // of js/shared/
  const { blendDetail } = await import(new URL("float16.js", src));
  return blendDetail(from, to, share);
}
"""


def entries(page: Page) -> int:
    """How many sounds the strip shows."""
    return page.locator("#history button").count()


def rest_until_remembered(page: Page, count: int) -> None:
    expect(page.locator("#history button")).to_have_count(count)


def sound_of(page: Page) -> dict[str, str]:
    """The parameters of the download's address, with the version."""
    address = urlsplit(page.locator("#download").get_attribute("href") or "")
    query = {name: values[0] for name, values in parse_qs(address.query).items()}
    return {**query, "version": address.path.split("/")[-2]}


def test_a_whole_gesture_is_undone_in_one_step(page: Page, band: LiveStudio) -> None:
    open_studio(page, band.url)
    undo, redo = page.get_by_role("button", name="Undo"), page.get_by_role("button", name="Redo")
    expect(undo).to_be_disabled()
    start = slider_values(page)
    box = page.locator("#pad").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 60, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.8 * box["width"], box["y"] + 0.7 * box["height"], steps=20)
    page.mouse.up()
    dragged = slider_values(page)
    page.get_by_role("slider").first.focus()
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Shift+ArrowLeft")
    stepped = slider_values(page)
    page.keyboard.press("n")

    page.keyboard.press("Control+z")
    assert "seed" not in sound_of(page)
    page.keyboard.press("Control+z")
    page.keyboard.press("Meta+z")
    assert slider_values(page) == dragged
    undo.click()
    assert slider_values(page) == start
    expect(undo).to_be_disabled()
    page.keyboard.press("Control+Shift+z")
    assert slider_values(page) == dragged
    redo.click()
    redo.click()
    assert slider_values(page) == stepped
    page.keyboard.press("r")
    expect(redo).to_be_disabled()


def test_history_and_favourites_survive_a_reload(page: Page, band: LiveStudio) -> None:
    open_studio(page, f"{band.url}/?model=snare&version=2&x=0.3&y=0.4")
    page.keyboard.press("Shift+ArrowRight")  # nothing has the focus yet: nothing moves
    star = page.get_by_role("button", name="Favourite", exact=True)
    page.get_by_role("slider").first.focus()
    page.keyboard.press("ArrowRight")
    rest_until_remembered(page, 1)
    page.keyboard.press("f")
    expect(star).to_have_attribute("aria-pressed", "true")
    kept = slider_values(page)
    page.keyboard.press("Shift+ArrowRight")
    rest_until_remembered(page, 2)
    expect(star).to_have_attribute("aria-pressed", "false")

    open_studio(page, f"{band.url}/?model=snare")  # the live version is another: a favourite keeps its own
    rest_until_remembered(page, 2)
    page.get_by_role("button", name="Favourites").click()
    rest_until_remembered(page, 1)
    page.get_by_role("button", name=re.compile("^Back to snare at 0.31, 0.40, version 2")).click()
    assert slider_values(page) == kept
    assert sound_of(page)["version"] == "2"
    expect(page.locator("#version")).to_contain_text("v2")
    expect(page).to_have_url(re.compile(r"version=2&x=0\.31&y=0\.4"))
    page.keyboard.press("f")
    expect(page.locator("#history")).to_contain_text("No favourite yet")


def test_random_sounds_and_the_morph_of_two_pins(page: Page, band: LiveStudio, snares: list[Path]) -> None:
    open_studio(page, band.url)
    distance = page.get_by_role("slider", name="How far near here may go")
    for far in (0.1, 0.3):
        distance.fill(str(far))
        open_place = slider_values(page)
        page.get_by_role("button", name="Near here").click()
        near = slider_values(page)
        assert math.dist(open_place, near) == pytest.approx(far, abs=2e-3)
        page.keyboard.press("Control+z")
    page.get_by_role("button", name="Random").click()
    assert slider_values(page) != (0.5, 0.5)

    drop_sample(page, snares[20])
    expect(page.locator("#sample")).to_have_attribute("data-state", "found")
    a = sound_of(page)
    morph = page.get_by_role("slider", name="From A to B")
    expect(morph).to_be_disabled()
    page.get_by_role("button", name="Pin this sound as A").click()
    page.keyboard.press("r")
    b = sound_of(page)
    page.get_by_role("button", name="Pin this sound as B").click()
    morph.fill("0.5")
    middle = sound_of(page)
    for axis in ("x", "y"):
        assert float(middle[axis]) == pytest.approx((float(a[axis]) + float(b[axis])) / 2, abs=2e-4)
    assert middle["detail"] == a["detail"] == b["detail"]  # the sample's own character walked along
    morph.fill("0")
    assert sound_of(page) == a
    morph.fill("1")
    assert sound_of(page) == b
    page.reload()
    expect(morph).to_be_enabled()

    first, second = (np.random.default_rng(seed).normal(size=32).astype("<f2") for seed in (1, 2))
    blended = page.evaluate(BLEND, [text_of(first), text_of(second), 0.25])
    expected = (first.astype(float) + 0.25 * (second.astype(float) - first)).astype("<f2")
    assert blended == text_of(expected)


def text_of(detail: np.ndarray) -> str:
    """The text of a detail, as in addresses."""
    return encode_detail(detail)


def test_a_file_carries_everything_to_another_browser(
    page: Page, browser: Browser, band: LiveStudio, tmp_path: Path
) -> None:
    open_studio(page, band.url)
    page.keyboard.press("r")
    rest_until_remembered(page, 1)
    page.keyboard.press("f")
    page.get_by_role("button", name="Pin this sound as A").click()
    page.get_by_role("tab", name="Beat").click()
    page.get_by_label("Ready patterns").select_option("Half-time")
    page.get_by_role("button", name="Export and import").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Export", exact=True).click()
    assert re.fullmatch(r"drumscape-sounds-\d{4}-\d\d-\d\d\.json", download.value.suggested_filename)
    file = tmp_path / "sounds.json"
    download.value.save_as(file)
    content = json.loads(file.read_text())
    assert "version=1" in content["favourites"][0]["link"]

    other = browser.new_context()
    elsewhere = other.new_page()
    open_studio(elsewhere, band.url)
    elsewhere.get_by_role("button", name="Export and import").click()
    broken = tmp_path / "broken.json"
    content["favourites"].append({"link": "https://example.org", "sketch": 5})
    for text in ("no json", "[]", '{"format": "another"}'):
        broken.write_text(text)
        elsewhere.locator("#library-file").set_input_files(broken)
        expect(elsewhere.locator("#library-said")).to_have_text(
            re.compile("not a file that Drumscape exported")
        )
    file.write_text(json.dumps(content))
    elsewhere.locator("#library-file").set_input_files(file)
    expect(elsewhere.locator("#library-said")).to_have_text(
        "Imported. You have 1 heard sound and 1 favourite."
    )
    elsewhere.get_by_role("button", name="Clear the history").click()
    elsewhere.keyboard.press("Escape")
    rest_until_remembered(elsewhere, 0)
    elsewhere.get_by_role("button", name="Favourites").click()
    rest_until_remembered(elsewhere, 1)
    expect(elsewhere.get_by_role("button", name="Pin this sound as A")).to_have_attribute(
        "aria-pressed", "true"
    )
    elsewhere.get_by_role("tab", name="Beat").click()
    expect(elsewhere.get_by_label("Ready patterns")).to_have_value("Half-time")
    other.close()


@pytest.mark.parametrize(
    ("trouble", "sentence"),
    [
        ("localStorage.setItem('drumscape.favourites', '[{')", "could not be read. They are set aside"),
        (
            "Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError') }",
            "no room left",
        ),
        (
            "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('') } })",
            "keeps nothing",
        ),
    ],
)
def test_a_browser_without_storage_shows_a_sentence(
    page: Page, band: LiveStudio, trouble: str, sentence: str
) -> None:
    page.add_init_script(trouble)
    open_studio(page, band.url)
    page.keyboard.press("f")
    expect(page.get_by_role("button", name="Favourite", exact=True)).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("r")
    expect(page.locator("#memory-error")).to_contain_text(sentence)
    rest_until_remembered(page, 1)
    page.get_by_role("button", name="Favourites").click()
    rest_until_remembered(page, 1)
    if "[{" in trouble:
        assert page.evaluate("localStorage.getItem('drumscape.favourites.unreadable')") == "[{"
