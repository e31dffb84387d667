"""MIDI pads play the sound."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.gestures import heard, open_studio, wait_for_new_sound
from tests.conftest import LiveStudio

pytestmark = [pytest.mark.browser, pytest.mark.stack]

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


def test_midi_is_requested_on_a_click_and_plays_with_velocity(page: Page, band: LiveStudio) -> None:
    page.add_init_script(MIDI)
    open_studio(page, band.url)
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
