"""Every state of the studio, as a user reaches it: for pictures, and for tests of all states."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.browser.gestures import (
    drop_sample,
    heard,
    lose_connection,
    open_studio,
    wait_for_new_sound,
)
from tests.browser.waits import wait_for_stillness

SCREENS = {"desktop": (1440, 900), "phone": (390, 844)}
PATIENCE_MS = 60_000
COLOURS = 256
"""A palette makes a picture a third as large, with hardly a visible difference."""

SHAPES = {"pitch": "-2.5", "lowcut": "32", "length": "96", "gain": "3"}
PATH = ((0.3, 0.3), (0.36, 0.5), (0.52, 0.56), (0.66, 0.42), (0.74, 0.3))


@dataclass(frozen=True)
class Stage:
    """Where pictures are taken. `stranger` is a sound that no model of snares knows."""

    url: str
    sample: Path
    stranger: Path


def first_visit(page: Page, stage: Stage) -> None:
    open_studio(page, stage.url)
    expect(page.locator("#hint")).to_be_visible()


def found(page: Page, stage: Stage) -> None:
    open_studio(page, stage.url)
    drop_sample(page, stage.sample)
    expect(page.locator("#sample-match")).to_contain_text(" dB", timeout=PATIENCE_MS)
    page.get_by_role("button", name="Keep my attack").click()
    known = len(heard(page))
    page.get_by_role("button", name="Play").click()
    wait_for_new_sound(page, known)


def outside(page: Page, stage: Stage) -> None:
    open_studio(page, stage.url)
    drop_sample(page, stage.stranger)
    expect(page.locator("#sample-advice")).to_contain_text("Not on this map", timeout=PATIENCE_MS)
    page.get_by_role("button", name="Original").click()


def shape(page: Page, stage: Stage) -> None:
    open_studio(page, stage.url)
    page.get_by_role("tab", name="Shape").click()
    for name, position in SHAPES.items():
        page.locator(f"#shape-{name}").fill(position)
    expect(page.get_by_role("button", name="Reset all")).to_be_enabled()


def beat(page: Page, stage: Stage) -> None:
    open_studio(page, stage.url)
    page.get_by_role("tab", name="Beat").click()
    page.get_by_role("button", name="Beat", exact=True).click()
    expect(page.locator(".step.now").first).to_be_visible()


def export(page: Page, stage: Stage) -> None:
    open_studio(page, stage.url)
    page.get_by_role("tab", name="Export").click()
    page.get_by_role("button", name="Along a path").click()
    page.get_by_role("button", name="Draw a path").click()
    page.locator("#pad").scroll_into_view_if_needed()
    box = page.locator("#pad").bounding_box()
    assert box is not None
    for at, (x, y) in enumerate(PATH):
        page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"], steps=6)
        if at == 0:
            page.mouse.down()
    page.mouse.up()
    expect(page.get_by_role("button", name=re.compile("Save kit of"))).to_be_enabled()


def memory(page: Page, stage: Stage) -> None:
    open_studio(page, stage.url)
    for pin, presses in (("A", 2), ("B", 4)):
        for at in range(presses):
            known = len(heard(page))
            page.get_by_role("slider").nth(at % 2).press("Shift+ArrowRight")
            wait_for_new_sound(page, known)
            wait_for_stillness(page)
        page.get_by_role("button", name=f"Pin this sound as {pin}").click()
        page.get_by_role("button", name="Favourite", exact=True).click()
    page.locator("#morph").fill("0.5")


def loading(page: Page, stage: Stage) -> None:
    page.route("**/api/models/", lambda route: None)
    page.goto(stage.url)
    expect(page.locator("body")).to_have_attribute("data-state", "loading")


def failing(page: Page, stage: Stage) -> None:
    found(page, stage)
    lose_connection(page)
    page.get_by_role("slider").first.press("Shift+ArrowLeft")
    expect(page.get_by_text("No network.")).to_be_visible()
    drop_sample(page, stage.stranger)
    expect(page.locator("#sample-error")).to_be_visible()


def away(page: Page, stage: Stage) -> None:
    page.route("**/api/models/", lambda route: route.abort())
    page.goto(stage.url)
    expect(page.locator("body")).to_have_attribute("data-state", "failed")


def empty(page: Page, stage: Stage) -> None:
    page.route("**/api/models/", lambda route: route.fulfill(json=[]))
    page.goto(stage.url)
    expect(page.locator("body")).to_have_attribute("data-state", "empty")


def help_shown(page: Page, stage: Stage) -> None:
    open_studio(page, stage.url)
    page.get_by_role("button", name="Help").click()
    expect(page.get_by_role("dialog")).to_be_visible()


STATES: dict[str, Callable[[Page, Stage], None]] = {
    "first-visit": first_visit,
    "found": found,
    "outside": outside,
    "shape": shape,
    "beat": beat,
    "export": export,
    "memory": memory,
    "loading": loading,
    "failing": failing,
    "away": away,
    "empty": empty,
    "help": help_shown,
}
MOVING = ("beat",)
"""States in which the page never stops moving."""

LIGHT_TOO = ("first-visit", "found", "beat")


@contextmanager
def visitor(browser: Browser) -> Iterator[Page]:
    """A page of a first visit, with a dark theme on a wide screen."""
    width, height = SCREENS["desktop"]
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme="dark")
    context.add_init_script(path=Path(__file__).with_name("ears.js"))
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    yield page
    page.unroute_all(behavior="ignoreErrors")
    context.close()


def photograph(browser: Browser, stage: Stage, state: str, folder: Path) -> Iterator[Path]:
    """Write `studio-<state>-<screen>-<scheme>.png` into `folder` for every screen and wanted theme."""
    with visitor(browser) as page:
        STATES[state](page, stage)
        for screen, (width, height) in SCREENS.items():
            page.set_viewport_size({"width": width, "height": height})
            for scheme in schemes(state):
                page.emulate_media(color_scheme="light" if scheme == "light" else "dark")
                if state not in MOVING:
                    wait_for_stillness(page)
                whole = screen == "phone" and state != "help"
                path = folder / f"studio-{state}-{screen}-{scheme}.png"
                page.screenshot(path=path, full_page=whole)
                yield path


def schemes(state: str) -> tuple[str, ...]:
    return ("dark", "light") if state in LIGHT_TOO else ("dark",)


def shrink(path: Path) -> None:
    """Give a picture a palette of its own."""
    with Image.open(path) as picture:
        small = picture.convert("RGB").quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE)
    small.save(path, optimize=True)
