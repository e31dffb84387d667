"""Hear it: no click, a loop and a beat in time, velocity and level, and a sentence when nothing can sound."""

import re
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.gestures import heard, open_studio, wait_for_new_sound
from tests.browser.waits import let_audio_pass, let_frames_pass
from tests.conftest import LiveStudio

pytestmark = [pytest.mark.browser, pytest.mark.stack]

SIXTEENTH_S = 60 / 124 / 4
"""Of the ready groove Four on the floor."""

RETRIGGER = """
async () => {
  const { src } = document.querySelector("script[type=module]");
  const { Channel } = await import(new URL("playback/channel.js", src));
  const rate = 44100;
  const context = new OfflineAudioContext(1, rate, rate);
  const tone = new AudioBuffer({ length: rate / 2, sampleRate: rate });
  tone.getChannelData(0).forEach((_, i, all) => (all[i] = 0.95 * Math.sin((2 * Math.PI * 60 * i) / rate)));
  const tick = new AudioBuffer({ length: 100, sampleRate: rate });
  tick.getChannelData(0)[10] = 1;
  const channel = new Channel(context, context.destination);
  for (const at of [0.5, 0.1, 0.1371, 0.2, 0.004]) channel.strike(tone, at); // also out of order
  const other = new Channel(context, context.destination);
  other.strike(tone, 0.75);
  other.swap(tick);
  const cancelled = new Channel(context, context.destination);
  cancelled.strike(tone, 0.8);
  cancelled.cancel();
  const samples = (await context.startRendering()).getChannelData(0);
  let step = 0;
  for (let i = 1; i < 0.74 * rate; i += 1) step = Math.max(step, Math.abs(samples[i] - samples[i - 1]));
  const late = samples.subarray(0.74 * rate);
  const tickAt = late.findIndex((v) => v > 0.9) + 0.74 * rate;
  return { step, loudest: Math.max(...samples.subarray(0, 0.7 * rate)), tick: tickAt };
}
"""

LISTEN = """
const connect = AudioNode.prototype.connect;
AudioNode.prototype.connect = function (target, ...rest) {
  if (target instanceof AudioDestinationNode) {
    window.ear = new AnalyserNode(this.context, { fftSize: 32768 });
    connect.call(this, window.ear);
  }
  return connect.call(this, target, ...rest);
};
window.loudest = () => {
  const samples = new Float32Array(32768);
  window.ear.getFloatTimeDomainData(samples);
  return samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
};
"""

HOLD_BACK = """
window.held = true;
const Context = window.AudioContext;
window.AudioContext = class extends Context {
  constructor(options) { super(options); if (window.held) void this.suspend(); }
  resume() { return window.held ? Promise.reject(new DOMException("no", "AbortError")) : super.resume(); }
};
"""

MIDI = """
const input = { name: "Pads", state: "connected", onmidimessage: null };
window.padsPlay = (...data) => input.onmidimessage({ data: new Uint8Array(data) });
window.midiAsked = 0;
navigator.requestMIDIAccess = async () => {
  window.midiAsked += 1;
  if (window.midiAsked === 1) throw new DOMException("no", "NotAllowedError");
  return { inputs: new Map([["1", input]]), onstatechange: null };
};
"""


def test_retriggering_never_clicks_and_hits_the_very_sample(page: Page, live_studio: LiveStudio) -> None:
    page.goto(live_studio.url)
    rendered = page.evaluate(RETRIGGER)
    assert rendered["loudest"] > 0.5
    assert rendered["step"] < 0.02  # a cut at full swing would be 0.95
    assert rendered["tick"] == 0.75 * 44_100 + 10  # swapped before it began; the cancelled one stays silent


AWAKE_MS = 70.0
"""A page that a busy machine lets sleep for longer plays what comes after, not what it slept through."""

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
    """When this sound was struck, each time once, after at least `count` times, in seconds."""
    count_them = "([f, n]) => new Set(heard.filter((h) => h.fingerprint === f).map((h) => h.when)).size >= n"
    page.wait_for_function(count_them, arg=[fingerprint, count])
    return sorted({sound["when"] for sound in heard(page) if sound["fingerprint"] == fingerprint})


def new_place(page: Page) -> int:
    """Move a large step and return the fingerprint of the sound there."""
    known = [sound["fingerprint"] for sound in heard(page)]
    page.get_by_role("slider").first.focus()
    page.keyboard.press("Shift+ArrowRight")
    fresh = "known => heard.find((h) => !known.includes(h.fingerprint))"
    found: dict[str, Any] = page.wait_for_function(fresh, arg=known).json_value()
    return int(found["fingerprint"])


@pytest.mark.flaky(reruns=1)  # see tests/house/test_no_fixed_waits.py
def test_the_sound_is_heard_in_a_beat_and_swapped_while_it_runs(page: Page, band: LiveStudio) -> None:
    open_studio(page, f"{band.url}/?model=snare")
    page.keyboard.press("1")  # the first gesture: from here on the page may sound
    wait_for_new_sound(page, 0)
    first = new_place(page)
    page.get_by_role("tab", name="Beat").click()
    page.get_by_label("Ready patterns").select_option("Four on the floor")
    expect(page.get_by_label("Tempo")).to_have_value("124")
    known = len(heard(page))
    page.evaluate(SLEEP)
    page.keyboard.press("b")
    expect(page.get_by_role("button", name="Beat")).to_have_attribute("aria-pressed", "true")
    wait_for_hits(page, first, 3)
    expect(page.locator(".step.now").first).to_be_visible()
    second = new_place(page)
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
def test_a_loop_hits_once_a_beat_at_the_tapped_tempo(page: Page, live_studio: LiveStudio) -> None:
    open_studio(page, live_studio.url)
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


def test_the_pattern_is_set_by_keys_mouse_and_finger_and_kept(
    browser: Browser, live_studio: LiveStudio
) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, has_touch=True)
    page = context.new_page()
    open_studio(page, live_studio.url)
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


def test_a_row_without_a_drum_says_so(page: Page, page_errors: list[str], band: LiveStudio) -> None:
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


def loudness_of(page: Page, key: str) -> float:
    """The largest sample at the loudspeaker after a key, once what sounded before is out of the ear."""
    page.wait_for_function("() => loudest() === 0")
    known = len(heard(page))
    page.keyboard.press(key)
    struck = wait_for_new_sound(page, known)["when"]
    page.wait_for_function("struck => ear.context.currentTime > struck + 0.35", arg=struck)
    loudest: float = page.evaluate("loudest()")
    return loudest


def test_a_key_before_the_first_sound_is_owed_it(page: Page, live_studio: LiveStudio) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/sound.wav**", hold)
    open_studio(page, live_studio.url)
    page.keyboard.press("5")
    assert heard(page) == []
    for route in held:
        route.continue_()
    wait_for_new_sound(page, 0)


@pytest.mark.flaky(reruns=1)  # see tests/house/test_no_fixed_waits.py
def test_velocity_level_and_mute_reach_the_loudspeaker(page: Page, live_studio: LiveStudio) -> None:
    page.add_init_script(LISTEN)
    open_studio(page, live_studio.url)
    page.keyboard.press("9")
    wait_for_new_sound(page, 0)
    level = page.get_by_role("slider", name="Level")
    level.fill("1")
    hard = loudness_of(page, "9")
    assert hard == pytest.approx(0.95, abs=0.05)
    assert loudness_of(page, "3") == pytest.approx(hard * (3 / 9) ** 1.5, rel=0.1)
    level.fill("0.5")
    assert loudness_of(page, "9") == pytest.approx(hard / 4, rel=0.1)
    page.keyboard.press("m")
    assert loudness_of(page, "9") < 0.001

    page.reload()
    expect(page.get_by_role("button", name="Mute")).to_have_attribute("aria-pressed", "true")
    expect(level).to_have_value("0.5")
    expect(level).to_have_attribute("aria-valuetext", "muted")
    page.get_by_role("tab", name="Beat").click()
    page.keyboard.press("m")
    known = len(heard(page))
    page.get_by_role("button", name="Hit, strength 4 of 9").click()
    assert len(heard(page)) == known + 1


def test_midi_is_asked_for_on_a_click_and_plays_with_velocity(page: Page, live_studio: LiveStudio) -> None:
    page.add_init_script(MIDI)
    open_studio(page, live_studio.url)
    page.get_by_role("tab", name="Beat").click()
    assert page.evaluate("midiAsked") == 0
    button, said = page.get_by_role("button", name="MIDI"), page.locator("#midi-said")
    button.click()
    expect(said).to_have_text("MIDI was refused. Allow it for this page, then press again.")
    button.click()
    expect(said).to_have_text("Playing on Pads.")
    known = len(heard(page))
    page.evaluate("padsPlay(0x99, 38, 100)")
    wait_for_new_sound(page, known)
    page.evaluate("padsPlay(0x99, 38, 0); padsPlay(0x89, 38, 64); padsPlay(0xb0, 1, 64)")
    assert len(heard(page)) == known + 1
    page.evaluate("delete navigator.requestMIDIAccess; Navigator.prototype.requestMIDIAccess = undefined")
    button.click()
    button.click()
    expect(said).to_have_text(re.compile(r"^This browser has no MIDI\."))


def test_a_sound_that_the_browser_holds_back_comes_with_the_next_gesture(
    page: Page, live_studio: LiveStudio
) -> None:
    page.add_init_script(HOLD_BACK)
    open_studio(page, live_studio.url)
    page.keyboard.press("Space")
    expect(page.locator("#silence")).to_be_visible()
    expect(page.locator("#silence")).to_contain_text("Click anywhere")
    assert heard(page) == []
    page.evaluate("held = false")
    page.locator("header.bar").click(position={"x": 400, "y": 5})
    wait_for_new_sound(page, 0)
    expect(page.locator("#silence")).to_be_hidden()
