"""Accessibility: no serious fault, keys for everything, and reduced motion."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import requests
import soundfile
from playwright.sync_api import Browser, Page, expect

from sampler.rundir import Progress, append_history, note_mark, write_progress
from sampler.training.previews import POSITIONS, Preview, write_preview
from tests.browser.conftest import EXPECTED_MS, ROOT
from tests.browser.gestures import drop_sample, heard, open_studio, sign_in, slider_values, wait_for_new_sound
from tests.browser.waits import wait_for_stillness
from tests.conftest import LiveStudio
from tests.received import checked_answers
from tests.synthetic import write_drums
from tests.waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.stack]

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
THEMES = {"dark": RULES, "light": ["color-contrast"]}
"""What is looked for in each theme. Themes differ in colours alone."""
SERIOUS = ("serious", "critical")
STOPPED_RUN = """
from webui.models import Dataset, Run
from tests.waiting import until
sounds, _ = Dataset.objects.get_or_create(name="Few", state="ready", kept=9)
print(Run.objects.create(dataset=sounds, preset="modal", name="few", state="cancelled").pk)
"""
SMALL_TARGETS = """
(least) => [...document.querySelectorAll("button, a, select, input, summary, [role=tab]")]
  .filter((e) => e.checkVisibility() && !e.closest(".visually-hidden, [inert]"))
  .map((e) => [e, e.matches(".visually-hidden") ? null : (e.closest(".tick") ?? e).getBoundingClientRect()])
  .filter(([, box]) => box && box.width && box.height < least)
  .map(([e, box]) => `${e.outerHTML.slice(0, 80)} ${box.height}`)
"""


@pytest.fixture
def bare_page(browser: Browser) -> Iterator[Page]:
    """A page whose browser ignores the content policy, which would block axe. Nothing fades on it."""
    context = browser.new_context(
        viewport={"width": 1440, "height": 900}, bypass_csp=True, reduced_motion="reduce"
    )
    context.set_default_timeout(EXPECTED_MS)
    with checked_answers(context):
        yield context.new_page()
    context.close()


def faults(page: Page) -> list[str]:
    """Serious faults that axe-core finds on the page as it is, in both themes."""
    if not page.evaluate("'axe' in window"):
        page.add_script_tag(path=AXE)
    found = []
    for theme, rules in THEMES.items():
        page.emulate_media(color_scheme="light" if theme == "light" else "dark")
        wait_for_stillness(page)
        found += faults_by(page, rules)
    return found


def faults_by(page: Page, rules: list[str]) -> list[str]:
    """Serious faults by rules, or by tags of rules."""
    run = "(rules) => axe.run(document, { runOnly: rules, resultTypes: ['violations'] })"
    found: list[dict[str, Any]] = page.evaluate(run, rules)["violations"]
    return [
        f"{fault['id']} ({fault['impact']}): {node['html'][:160]}"
        for fault in found
        if fault["impact"] in SERIOUS
        for node in fault["nodes"]
    ]


def test_no_serious_fault_in_any_state_of_the_studio(
    bare_page: Page, live_studio: LiveStudio, snares: list[Path]
) -> None:
    page = bare_page
    open_studio(page, live_studio.url)
    assert faults(page) == []
    drop_sample(page, snares[20])
    expect(page.locator("#sample")).to_have_attribute("data-state", "found")
    page.get_by_role("button", name="Keep my attack").click()
    assert faults(page) == []
    for tab in page.get_by_role("tab").all():
        tab.click()
        assert faults(page) == []
    page.get_by_role("button", name="Help").click()
    assert faults(page) == []
    page.set_viewport_size({"width": 320, "height": 700})
    open_studio(page, live_studio.url)
    assert faults(page) == []


def test_no_serious_fault_when_things_are_missing(bare_page: Page, live_studio: LiveStudio) -> None:
    page = bare_page
    page.route("**/api/models/", lambda route: route.fulfill(json=[]))
    page.goto(live_studio.url)
    expect(page.locator("body")).to_have_attribute("data-state", "empty")
    assert faults(page) == []
    page.unroute_all()
    page.route("**/api/models/", lambda route: route.abort())
    page.goto(live_studio.url)
    expect(page.locator("body")).to_have_attribute("data-state", "failed")
    assert faults(page) == []


@pytest.fixture(scope="module")
def dataset_path(live_studio: LiveStudio, admin: requests.Session) -> str:
    """The page of a dataset that is ready, two of whose sounds are nearly the same."""
    drums = write_drums(live_studio.dataset_root / "everyone", 14)
    softer, rate_hz = soundfile.read(drums / "kit0__hit0.wav")
    soundfile.write(drums / "softer.wav", softer / 4, rate_hz, subtype="PCM_24")
    (drums / "notes.txt").write_text("no sound")
    body = {"name": "Everyone", "folder": str(drums)}
    pk = admin.post(f"{live_studio.url}/api/datasets/", json=body, timeout=60).json()["id"]
    address = f"{live_studio.url}/api/datasets/{pk}/"
    until(lambda: admin.get(address, timeout=60).json()["state"] == "ready")
    return f"/dashboard/datasets/{pk}/"


def test_no_serious_fault_on_the_other_pages(
    bare_page: Page, live_studio: LiveStudio, dataset_path: str
) -> None:
    page = bare_page
    for path in ("/login/", "/no-such-page/", "/api/docs/"):
        page.goto(f"{live_studio.url}{path}")
        page.wait_for_load_state("networkidle")
        assert faults(page) == [], path
    sign_in(page, live_studio.url, live_studio.username, live_studio.password)
    expect(page.get_by_role("article").first).to_be_visible()
    assert faults(page) == []
    page.goto(f"{live_studio.url}{dataset_path}")
    page.locator("#alike").get_by_role("button", name="Listen").first.click()
    expect(page.get_by_role("button", name="Play before")).to_be_enabled()
    page.get_by_role("button", name="Choose all but the first").click()
    assert faults(page) == []
    assert page.evaluate(SMALL_TARGETS, 40) == []
    page.goto(f"{live_studio.url}/dashboard/runs/{learning_run(live_studio)}/")
    expect(page.get_by_role("button", name="Play middle after 9 s")).to_be_visible()
    expect(page.locator(".chart canvas")).to_be_visible()
    assert faults(page) == []
    assert page.evaluate(SMALL_TARGETS, 40) == []


def learning_run(studio: LiveStudio) -> int:
    """A run that was stopped, with all files that its page shows."""
    made = studio.manage("shell", "--no-imports", "-c", STOPPED_RUN)
    pk = int(made.stdout)
    folder = studio.var / "runs" / str(pk)
    folder.mkdir(parents=True)
    write_progress(folder, Progress("cancelled", epoch=3, epochs=9, step=30, steps=90, elapsed_s=9.0))
    append_history(folder, {"epoch": 1, "loss": 0.5, "val_loss": 0.6})
    append_history(folder, {"epoch": 2, "loss": 0.4, "val_loss": 0.5})
    note_mark(folder, 1, "slowed")
    write_preview(folder, Preview(20, 2, 9.0), [np.full(400, 0.5, np.float32)] * len(POSITIONS))
    return pk


def test_a_first_visit_by_keyboard_alone(page: Page, live_studio: LiveStudio) -> None:
    open_studio(page, live_studio.url)
    hint = page.locator("#hint")
    expect(hint).to_be_visible()
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement?.id") == "pad":
            break
    assert page.evaluate("document.activeElement?.id") == "pad"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    known = len(heard(page))
    page.keyboard.press("Shift+ArrowRight")
    wait_for_new_sound(page, known)
    expect(hint).to_be_hidden()
    here = slider_values(page)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert slider_values(page) == here
    open_studio(page, live_studio.url)
    expect(hint).to_be_hidden()
    spoken = page.get_by_role("slider").first.get_attribute("aria-valuetext") or ""
    assert re.fullmatch(r"\w+ \d\.\d\d, \w+ to \w+", spoken)
    assert page.evaluate(SMALL_TARGETS, 40) == []


def test_nothing_moves_with_reduced_motion(page: Page, live_studio: LiveStudio, snares: list[Path]) -> None:
    page.emulate_media(reduced_motion="reduce")
    open_studio(page, live_studio.url)
    drop_sample(page, snares[20])
    expect(page.locator("#sample")).to_have_attribute("data-state", "found")
    assert not page.evaluate("document.querySelector('#cursor').classList.contains('gliding')")
    known = len(heard(page))
    page.keyboard.press("Space")
    wait_for_new_sound(page, known)
    running = "document.getAnimations().filter((a) => a.effect.getTiming().duration > 200).length"
    assert page.evaluate(running) == 0
