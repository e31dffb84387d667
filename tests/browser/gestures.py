"""Gestures of a user on the pages."""

import base64
import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Download, Page, expect

DROP = """
([base64, name]) => {
  const transfer = new DataTransfer();
  transfer.items.add(new File([Uint8Array.from(atob(base64), (byte) => byte.charCodeAt(0))], name));
  const manner = { dataTransfer: transfer, bubbles: true, cancelable: true };
  for (const type of ["dragenter", "dragover", "drop"]) {
    document.body.dispatchEvent(new DragEvent(type, manner));
  }
}
"""


def open_studio(page: Page, address: str) -> None:
    """Load the studio and wait until it can be played."""
    page.goto(address)
    expect(page.locator("body")).to_have_attribute("data-state", "ready")


def lose_connection(page: Page) -> None:
    """Go offline, and wait until requests fail: the first one may still get through."""
    page.context.set_offline(True)
    page.wait_for_function("() => fetch('/healthz', { cache: 'no-store' }).then(() => false, () => true)")


def slider_values(page: Page) -> tuple[float, float]:
    """The values of both sliders of the map."""
    sliders = page.get_by_role("slider")
    return float(sliders.nth(0).input_value()), float(sliders.nth(1).input_value())


def drop_sample(page: Page, path: Path) -> None:
    """Drop a file onto the page."""
    page.evaluate(DROP, [base64.b64encode(path.read_bytes()).decode(), path.name])


def heard(page: Page) -> list[dict[str, Any]]:
    """Every sound that has started so far: peak, fingerprint, length in samples, rate in Hz, when in s."""
    sounds: list[dict[str, Any]] = page.evaluate("window.heard")
    return sounds


def wait_for_new_sound(page: Page, known: int) -> dict[str, Any]:
    """Wait until more than `known` sounds have started; return the newest."""
    page.wait_for_function("known => window.heard.length > known", arg=known)
    return heard(page)[-1]


def save_wav(page: Page) -> Download:
    """Save the sound with one click."""
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("^Download")).first.click()
    return download.value


def sign_in(page: Page, url: str, name: str, password: str) -> None:
    """Open the dashboard and sign in."""
    page.goto(f"{url}/dashboard/")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(f"{url}/dashboard/")
