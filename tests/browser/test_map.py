"""The map: landmarks that play, colours of a property, and ten thousand landmarks."""

import random
import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.gestures import heard, open_studio, slider_values, wait_for_new_sound
from tests.browser.waits import let_frames_pass
from tests.conftest import LiveStudio

pytestmark = [pytest.mark.browser, pytest.mark.stack]

INSET = 20
DWELL_FRAMES = 30
"""Half a second. A landmark plays after a third of that."""

PROPERTIES = ["brightness", "length", "density", "known"]
FRAMES = """
() => new Promise((done) => {
  const gaps = [];
  let last = performance.now();
  const tick = (now) => {
    gaps.push(now - last);
    last = now;
    if (window.dragged) done(gaps.slice(1));
    else requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
})
"""

Point = dict[str, Any]


def landmarks(page: Page, studio: LiveStudio) -> list[Point]:
    """The landmarks of the live snare, as the API gives them."""
    points: list[Point] = page.request.get(f"{studio.url}/api/models/snare/map/").json()["points"]
    return points


def on_screen(page: Page, point: Point) -> tuple[float, float]:
    """The position of a landmark on the pad, in pixels."""
    box = page.locator("#pad").bounding_box()
    assert box is not None
    span = box["width"] - 2 * INSET
    return box["x"] + INSET + point["x"] * span, box["y"] + INSET + (1 - point["y"]) * span


def lonely(points: list[Point], count: int) -> list[Point]:
    """Landmarks that lie apart from all others, from the edges and from the cursor."""

    def room(point: Point) -> float:
        others = [*(other for other in points if other is not point), {"x": 0.5, "y": 0.5}]
        return min(float((point["x"] - o["x"]) ** 2 + (point["y"] - o["y"]) ** 2) for o in others)

    inside = [p for p in points if 0.15 < p["x"] < 0.85 and 0.15 < p["y"] < 0.85]
    return sorted(inside, key=room)[-count:]


def title(point: Point) -> str:
    """A landmark's name as the pad shows it."""
    stem = point["name"].rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return str(stem).replace("__", " · ").replace("_", " ")


def test_landmarks_are_named_and_heard_under_pointer_and_keys(page: Page, live_studio: LiveStudio) -> None:
    open_studio(page, live_studio.url)
    first, second, third = lonely(landmarks(page, live_studio), 3)
    page.mouse.click(*on_screen(page, first))
    wait_for_new_sound(page, 0)
    place, known = slider_values(page), len(heard(page))
    page.mouse.move(*on_screen(page, second))
    auditioned = wait_for_new_sound(page, known)
    expect(page.locator("#whisper")).to_have_text(re.compile(f"^{re.escape(title(second))} · .*Hz$"))
    assert slider_values(page) == place
    page.mouse.down()
    page.mouse.up()
    assert wait_for_new_sound(page, known + 1)["fingerprint"] == auditioned["fingerprint"]
    assert slider_values(page) == pytest.approx((second["x"], second["y"]), abs=1e-4)

    page.get_by_role("button", name="Hear landmarks under the pointer").click()
    known = len(heard(page))
    page.mouse.move(*on_screen(page, third))
    expect(page.locator("#whisper")).to_contain_text(title(third))
    let_frames_pass(page, DWELL_FRAMES)
    assert len(heard(page)) == known

    page.locator("#pad").focus()
    page.keyboard.press("Shift+ArrowUp")
    expect(page.locator("#announcements")).to_have_text(
        re.compile(r"^\w+ 0\.\d\d, \w+ to \w+; \w+ [01]\.\d\d, \w+ to \w+$")
    )
    known = len(heard(page))
    page.keyboard.press("PageDown")
    wait_for_new_sound(page, known)
    here = slider_values(page)
    near = [p for p in landmarks(page, live_studio) if (p["x"], p["y"]) == pytest.approx(here, abs=1e-4)]
    assert near
    expect(page.locator("#announcements")).to_contain_text(title(near[0]))
    page.keyboard.press("]")
    assert slider_values(page) != here
    page.keyboard.press("[")
    assert slider_values(page) == here


def test_colours_show_the_chosen_property_and_stay_chosen(page: Page, live_studio: LiveStudio) -> None:
    open_studio(page, live_studio.url)
    picture = "document.querySelector('#terrain').toDataURL()"
    menu = page.get_by_label("Colours show")
    expect(menu.locator("[value=pitch]")).to_be_disabled()  # the notes of this map do not follow it
    seen: dict[str, str] = {}
    for name in PROPERTIES:
        menu.select_option(name)
        legend = page.locator("#legend").inner_text()
        assert re.search({"length": "ms", "density": "near", "known": "near|dB"}.get(name, "Hz"), legend)
        seen[page.evaluate(picture)] = name
    assert list(seen.values()) == PROPERTIES
    open_studio(page, live_studio.url)
    expect(menu).to_have_value("known")
    assert page.evaluate(picture) in seen
    assert seen[page.evaluate(picture)] == "known"


def test_ten_thousand_landmarks_stay_smooth(page: Page, live_studio: LiveStudio) -> None:
    answer = page.request.get(f"{live_studio.url}/api/models/snare/map/").json()
    chance = random.Random(1)
    place = {"x": chance.random, "y": chance.random}
    answer["points"] = [
        {**chance.choice(answer["points"]), **{axis: round(draw(), 4) for axis, draw in place.items()}}
        for _ in range(10_000)
    ]
    page.route("**/api/models/snare/map/*", lambda route: route.fulfill(json=answer))
    open_studio(page, live_studio.url)
    expect(page.locator("#legend")).to_be_visible()
    box = page.locator("#pad").bounding_box()
    assert box is not None
    page.evaluate(f"window.frames_seen = ({FRAMES})(); 0")
    page.mouse.move(box["x"] + 30, box["y"] + 30)
    page.mouse.down()
    for step in range(60):
        page.mouse.move(box["x"] + 30 + step * 8, box["y"] + 30 + (step * 74) % 500)
    page.mouse.up()
    gaps = sorted(page.evaluate("window.dragged = true; window.frames_seen"))
    print(
        f"frames while dragging over 10,000 landmarks: median {gaps[len(gaps) // 2]:.1f} ms, "
        f"95th percentile {gaps[int(0.95 * len(gaps))]:.1f} ms of {len(gaps)}"
    )
    assert gaps[len(gaps) // 2] < 25
    assert gaps[int(0.95 * len(gaps))] < 100


def test_a_map_that_fails_to_load_is_requested_again(
    page: Page, page_errors: list[str], live_studio: LiveStudio
) -> None:
    page.route("**/api/models/snare/map/*", lambda route: route.abort(), times=1)
    open_studio(page, live_studio.url)
    expect(page.locator("#pad-message")).to_contain_text("does not answer")
    expect(page.locator("#legend")).to_be_hidden()
    page.locator("#pad-message").get_by_role("button", name="Try again").click()
    expect(page.locator("#legend")).to_be_visible()
    page_errors.clear()
