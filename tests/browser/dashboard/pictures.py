"""Pictures of the dashboard for the documents, in the order in which an admin sees its pages."""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests
from playwright.sync_api import Browser, FloatRect, Locator, Page, expect

from tests.browser.gestures import sign_in
from tests.browser.waits import wait_for_stillness
from tests.live_studio import LiveStudio
from tests.waiting import until

WIDTH, HEIGHT, MARGIN = 1440, 900, 24
JOB_S = 900.0
PATIENCE_MS = 60_000
EPOCHS_TO_SHOW = 4
TRAINING_MINUTES = 3.0
Answer = dict[str, Any]


@dataclass
class Admin:
    """Steps between two pictures, through the API."""

    studio: LiveStudio
    session: requests.Session

    def post(self, path: str, **body: Any) -> Answer:
        answer = self.session.post(f"{self.studio.url}/api/{path}", json=body, timeout=60)
        answer.raise_for_status()
        found: Answer = answer.json()
        return found

    def upload(self, name: str, sounds: Path) -> Answer:
        """Add the sounds as a zip, so that the pictures show no path of this machine."""
        archive = Path(shutil.make_archive(str(self.studio.var.with_name("sounds-to-show")), "zip", sounds))
        with archive.open("rb") as file:
            address = f"{self.studio.url}/api/datasets/"
            answer = self.session.post(address, data={"name": name}, files={"archive": file}, timeout=60)
        answer.raise_for_status()
        found: Answer = answer.json()
        return found

    def until(self, path: str, done: Callable[[Answer], bool]) -> None:

        def reached() -> bool:
            found = self.session.get(f"{self.studio.url}/api/{path}", timeout=60).json()
            if found["state"] == "failed":
                raise RuntimeError(f"{path} is {found}")
            return done(found)

        until(reached, JOB_S)


def photograph_dashboard(browser: Browser, studio: LiveStudio, sounds: Path, folder: Path) -> Iterator[Path]:
    """Train briefly on `sounds` and publish the model; write `dashboard*.png` into `folder`."""
    page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="dark")
    page.goto(f"{studio.url}/dashboard/")
    yield _seen(page, folder / "dashboard-sign-in-dark.png")
    sign_in(page, studio.url, studio.username, studio.password)
    with requests.Session() as session:
        token = studio.manage("drf_create_token", studio.username).stdout.split()[2]
        session.headers["Authorization"] = f"Token {token}"
        yield from _pages(page, Admin(studio, session), sounds, folder)
    page.close()


def _pages(page: Page, admin: Admin, sounds: Path, folder: Path) -> Iterator[Path]:
    dataset = admin.upload("My snares", sounds)["id"]
    admin.until(f"datasets/{dataset}/", lambda found: found["state"] == "ready")
    yield from _dataset(page, f"{admin.studio.url}/dashboard/datasets/{dataset}/", folder)
    wanted = {"dataset": dataset, "preset": "modal", "name": "snare"}
    run = admin.post("runs/", **wanted, minutes=TRAINING_MINUTES)["id"]
    admin.until(
        f"runs/{run}/", lambda found: found["epoch"] >= EPOCHS_TO_SHOW or found["state"] == "finished"
    )
    yield from _training(page, admin.studio.url, folder)
    admin.until(f"runs/{run}/", lambda found: found["state"] == "finished")
    yield _run(page, f"{admin.studio.url}/dashboard/runs/{run}/", folder)
    hasty = admin.post("runs/", **wanted, epochs=1)["id"]
    admin.until(f"runs/{hasty}/", lambda found: found["state"] == "finished")
    yield _gate(page, admin.studio.url, folder)
    admin.post("models/snare/rollback/")
    yield from _sections(page, folder)
    page.goto(f"{admin.studio.url}/admin/")
    yield _seen(page, folder / "dashboard-admin-dark.png")


def _dataset(page: Page, address: str, folder: Path) -> Iterator[Path]:
    """The page of the dataset: a sound before and after, and the survey of attack and length."""
    page.goto(address)
    page.locator("#files").get_by_role("button", name="Listen").first.click()
    expect(page.get_by_role("button", name="Play before")).to_be_enabled(timeout=PATIENCE_MS)
    expect(page.locator("#survey")).to_be_visible(timeout=PATIENCE_MS)
    yield _seen(page, folder / "dashboard-dataset-dark.png")
    page.get_by_role("button", name="Close").click()
    frame = page.get_by_role("region", name="Attack and length")
    yield _part(page, frame, folder / "dashboard-frame-dark.png")


def _training(page: Page, url: str, folder: Path) -> Iterator[Path]:
    """The running training, in both themes."""
    page.goto(f"{url}/dashboard/")
    expect(page.locator("#runs .numbers dd").first).to_have_text(re.compile(r"^\d"), timeout=PATIENCE_MS)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        yield _whole(page, folder / f"dashboard-{scheme}.png")


def _run(page: Page, address: str, folder: Path) -> Path:
    page.goto(address)
    expect(page.get_by_role("button", name=re.compile("^Play middle after")).first).to_be_visible()
    return _whole(page, folder / "dashboard-run-dark.png")


def _gate(page: Page, url: str, folder: Path) -> Path:
    """The comparison of the newest run, which is worse than the live version; then publish it anyway."""
    page.goto(f"{url}/dashboard/")
    card = page.get_by_role("article", name="Training of snare").first
    card.get_by_role("button", name="Make this version live").click()
    anyway = card.get_by_role("button", name="Publish anyway")
    expect(anyway).to_be_visible(timeout=PATIENCE_MS)
    picture = _part(page, card, folder / "dashboard-gate-dark.png")
    anyway.click()
    expect(card.get_by_text("This version is live.")).to_be_visible(timeout=PATIENCE_MS)
    return picture


def _sections(page: Page, folder: Path) -> Iterator[Path]:
    page.reload()
    page.get_by_text(re.compile(r"^\d processes$")).click()
    for section, name in (("Models", "models"), ("Health", "health"), ("Who did what", "audit")):
        region = page.get_by_role("region", name=section, exact=True)
        yield _part(page, region, folder / f"dashboard-{name}-dark.png")


def _seen(page: Page, path: Path) -> Path:
    wait_for_stillness(page)
    page.screenshot(path=path)
    return path


def _whole(page: Page, path: Path) -> Path:
    with _tall(page):
        page.screenshot(path=path)
    return path


def _part(page: Page, part: Locator, path: Path) -> Path:
    """Photograph an element with a margin."""
    with _tall(page):
        box = part.bounding_box()
        assert box is not None
        clip: FloatRect = {
            "x": box["x"] - MARGIN,
            "y": box["y"] - MARGIN,
            "width": box["width"] + 2 * MARGIN,
            "height": box["height"] + 2 * MARGIN,
        }
        page.screenshot(path=path, clip=clip)
    return path


@contextmanager
def _tall(page: Page) -> Iterator[None]:
    """Make the whole page visible: a canvas outside the window would stay blank."""
    page.set_viewport_size({"width": WIDTH, "height": page.evaluate("document.documentElement.scrollHeight")})
    wait_for_stillness(page)
    yield
    page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
