"""The beat and the loop play the sound at exact times."""

from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.gestures import heard, open_studio, wait_for_new_sound
from tests.browser.waits import let_audio_pass, let_frames_pass
from tests.conftest import LiveStudio

pytestmark = [pytest.mark.browser, pytest.mark.stack]

SIXTEENTH_S = 60 / 124 / 4
"""A sixteenth of the groove "Four on the floor", at 124 beats per minute."""

AWAKE_MS = 70.0
"""The scheduler looks ahead by less than this. A page that slept for longer leaves out the hits it missed."""

SLEEP = """
() => {
  window.longestSleepMs = 0;
  let last = performance.now();
  setInterval(() => {
    const now = performance.now();
    window.longestSleepMs = Math.max(window.longestSleepMs, now - last);
    last = now;
  }, 5);
}
"""


def wait_for_hits(page: Page, fingerprint: int, count: int) -> list[float]:
    """Wait for `count` hits of this sound; return the times of all of them in seconds, in order."""
    count_them = "([f, n]) => new Set(heard.filter((h) => h.fingerprint === f).map((h) => h.when)).size >= n"
    page.wait_for_function(count_them, arg=[fingerprint, count])
    return sorted({sound["when"] for sound in heard(page) if sound["fingerprint"] == fingerprint})


def move_far(page: Page) -> int:
    """Move by a large step and return the fingerprint of the new sound."""
    known = [sound["fingerprint"] for sound in heard(page)]
    page.get_by_role("slider").first.focus()
    page.keyboard.press("Shift+ArrowRight")
    fresh = "known => heard.find((h) => !known.includes(h.fingerprint))"
    found: dict[str, Any] = page.wait_for_function(fresh, arg=known).json_value()
    return int(found["fingerprint"])


@pytest.mark.flaky(reruns=1)  # see tests/house/test_no_fixed_waits.py
def test_a_beat_plays_the_sound_in_time_and_swaps_it_while_it_runs(page: Page, band: LiveStudio) -> None:
    open_studio(page, f"{band.url}/?model=snare")
    page.keyboard.press("1")  # the first gesture: from here on the page may sound
    wait_for_new_sound(page, 0)
    first = move_far(page)
    page.get_by_role("tab", name="Beat").click()
    page.get_by_label("Ready patterns").select_option("Four on the floor")
    expect(page.get_by_label("Tempo")).to_have_value("124")
    known = len(heard(page))
    page.evaluate(SLEEP)
    page.keyboard.press("b")
    expect(page.get_by_role("button", name="Beat")).to_have_attribute("aria-pressed", "true")
    wait_for_hits(page, first, 3)
    expect(page.locator(".step.now").first).to_be_visible()
    second = move_far(page)
    wait_for_hits(page, second, 2)

    started = heard(page)[known:]
    own = sorted({hit["when"] for hit in started if hit["fingerprint"] in (first, second)})
    gaps = [(late - early) / SIXTEENTH_S for early, late in pairwise(own)]
    beats = [gap / 8 for gap in gaps]  # second and fourth beat, none left out at the swap
    assert beats == pytest.approx([max(1, round(beat)) for beat in beats], abs=1e-3)
    assert max(beats) < 1.5 or page.evaluate("longestSleepMs") > AWAKE_MS
    others = {hit["when"] for hit in started if hit["fingerprint"] not in (first, second)}
    on_the_beat = [(when - own[0]) / SIXTEENTH_S / 2 for when in others]
    assert len(others) > len(own)
    assert on_the_beat == pytest.approx([round(eighth) for eighth in on_the_beat], abs=1e-3)

    page.keyboard.press("b")
    expect(page.locator(".step.now")).to_have_count(0)
    settled = len(heard(page))
    let_audio_pass(page, 8 * SIXTEENTH_S)
    assert len(heard(page)) == settled


@pytest.mark.flaky(reruns=1)  # see tests/house/test_no_fixed_waits.py
def test_a_loop_hits_once_a_beat_at_the_tapped_tempo(page: Page, band: LiveStudio) -> None:
    open_studio(page, band.url)
    page.get_by_role("tab", name="Beat").click()
    tempo = page.get_by_label("Tempo")
    for _ in range(4):
        page.keyboard.press("t")
        let_frames_pass(page, 15)
    assert 40 <= int(tempo.input_value()) <= 240
    tempo.fill("999")
    tempo.press("Tab")
    expect(tempo).to_have_value("240")
    page.get_by_role("button", name="Loop").click()
    page.wait_for_function("() => heard.length >= 5")
    times = [hit["when"] for hit in heard(page)][-4:]
    assert [late - early for early, late in pairwise(times)] == pytest.approx([0.25] * 3, abs=1e-4)
    page.keyboard.press("b")
    expect(page.get_by_role("button", name="Loop")).to_have_attribute("aria-pressed", "false")
