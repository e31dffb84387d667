"""The report of a sample, read by a listener: its pitch, the way back to it, and where it belongs."""

import re
from pathlib import Path

import numpy as np
import pytest
import soundfile
from playwright.sync_api import Page, expect

from sampler.constants import RATE_HZ
from tests.browser.gestures import drop_sample, open_studio, slider_values
from tests.live_studio import LiveStudio

pytestmark = [pytest.mark.browser, pytest.mark.stack]


@pytest.fixture
def kick(tmp_path: Path) -> Path:
    """A kick of 58 Hz, which is B flat 1."""
    times = np.arange(20_000) / RATE_HZ
    soundfile.write(
        tmp_path / "kick.wav", 0.9 * np.sin(2 * np.pi * 58 * times) * np.exp(-times / 0.12), RATE_HZ
    )
    return tmp_path / "kick.wav"


def test_a_sample_is_played_in_tune_and_tuned_again_with_one_click(
    page: Page, band: LiveStudio, kick: Path
) -> None:
    open_studio(page, f"{band.url}/?model=snare")
    drop_sample(page, kick)
    report, tune = page.locator("#sample-match"), page.get_by_role("slider", name="Tune")
    expect(report).to_contain_text("Same pitch")
    expect(page.locator("#tune-value")).to_contain_text("A#1")
    expect(page.get_by_role("button", name="Tune it")).to_be_hidden()
    found, place = float(tune.input_value()), slider_values(page)
    assert found < 0

    for _ in range(4):
        tune.press("ArrowUp")
    expect(report).to_contain_text("4 semitones higher")
    expect(page.locator("#tune-value")).to_contain_text("D2")
    page.get_by_role("button", name="Tune it").click()
    expect(report).to_contain_text("Same pitch")
    assert float(tune.input_value()) == found
    assert slider_values(page) == place, "only the pitch has changed"

    page.get_by_role("slider").first.press("Shift+ArrowRight")
    expect(report).to_contain_text("At its location: same pitch")


def test_tune_stands_after_the_sliders_of_the_map(page: Page, band: LiveStudio) -> None:
    open_studio(page, f"{band.url}/?model=snare&x=0.5&y=0.5&tune=-24")
    sliders = page.get_by_role("slider")
    assert [sliders.nth(index).get_attribute("id") for index in range(3)] == ["x", "y", "tune"]
    assert sliders.nth(2).input_value() == "-24"
    sliders.nth(2).press("Shift+ArrowUp")
    expect(page.locator("#download")).to_have_attribute("href", re.compile("tune=-12$"))
