"""Every state of the studio is photographed, none comes out blank; `make screenshots` keeps them."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser

from tests.browser.conftest import ROOT
from tests.browser.states import SCREENS, STATES, Stage, photograph, schemes
from tests.conftest import LiveStudio
from tests.synthetic import write_stranger

pytestmark = [pytest.mark.browser, pytest.mark.stack]

KEPT = ROOT / "docs" / "screenshots"
MOST_BYTES = 3_000_000
LEAST_COLOURS = 24
LEAST_CONTRAST = 8.0
"""Least standard deviation of brightness: an empty page has 0, a loading page 10 and more."""


@pytest.mark.parametrize("state", STATES)
def test_every_state_can_be_seen(
    browser: Browser, band: LiveStudio, snares: list[Path], tmp_path: Path, state: str
) -> None:
    stage = Stage(f"{band.url}/?model=snare", snares[20], write_stranger(tmp_path / "whistle.wav"))
    for path in photograph(browser, stage, state, tmp_path):
        with Image.open(path) as picture:
            colours = len(picture.convert("RGB").getcolors(1 << 24) or [])
            contrast = float(np.asarray(picture.convert("L"), np.float64).std())
        assert colours >= LEAST_COLOURS, path.name
        assert contrast >= LEAST_CONTRAST, path.name


def test_the_documents_show_every_state() -> None:
    wanted = {
        f"studio-{state}-{screen}-{scheme}.png"
        for state in STATES
        for screen in SCREENS
        for scheme in schemes(state)
    }
    kept = {path.name for path in KEPT.glob("studio-*.png")}
    assert kept == wanted, "run `make screenshots`, look at the pictures and add them"
    assert sum(path.stat().st_size for path in KEPT.iterdir()) < MOST_BYTES
