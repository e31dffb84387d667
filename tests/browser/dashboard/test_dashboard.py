"""An admin's whole job: add real snares, train briefly, publish, and play the model in the studio."""

import re
import secrets
import zipfile
from pathlib import Path

import pytest
import soundfile
from playwright.sync_api import Locator, Page, expect

from tests.browser.gestures import heard, open_studio, sign_in, wait_for_new_sound
from tests.conftest import LiveStudio

pytestmark = [pytest.mark.browser, pytest.mark.stack]

TRAINING_MS = 240_000
DRAWN = """
(canvas) => {
  const found = document.querySelector(canvas);
  const pixels = found?.getContext("2d").getImageData(0, 0, found.width, found.height).data ?? [];
  return pixels.some((value, i) => i % 4 === 0 && value > 200 && pixels[i + 3] > 200);
}
"""
"""Whether a line in the accent's colour is on a canvas."""


@pytest.fixture
def new() -> str:
    """A word for names that no earlier test of this studio has used, nor an earlier run of the same test."""
    return secrets.token_hex(3)


def test_an_admin_trains_and_publishes_and_a_producer_hears_it(
    page: Page, band: LiveStudio, snares: list[Path], tmp_path: Path, new: str
) -> None:
    sounds = f"Sixty snares {new}"
    archive = tmp_path / "snares.zip"
    softer, rate_hz = soundfile.read(snares[0], dtype="float32")
    soundfile.write(tmp_path / "softer.wav", softer / 4, rate_hz, subtype="PCM_24")
    with zipfile.ZipFile(archive, "w") as bundle:
        for path in [*snares, tmp_path / "softer.wav"]:
            bundle.write(path, path.name)
    sign_in(page, band.url, band.username, band.password)

    datasets = page.locator("#dataset-form")
    datasets.get_by_label("Name").fill(sounds)
    datasets.get_by_label("Zip of recordings").set_input_files(archive)
    datasets.get_by_role("button", name="Add sounds").click()
    card = page.get_by_role("article", name=f"{sounds} v1")
    expect(card.locator(".state")).to_have_text("ready")
    expect(card).to_contain_text(re.compile(r"[4-6]\d sounds kept"))
    look_into(page, page.get_by_role("link", name=f"Look inside {sounds} v1"), "softer.wav")
    page.goto(f"{band.url}/dashboard/")

    # the factory's snare knows snares far better than what is trained here: another drum's model might not
    model = page.request.get(f"{band.url}/api/models/snare/").json()
    training = page.locator("#run-form")
    chosen = training.get_by_label("Sounds").locator("option:checked")
    expect(chosen).to_contain_text(f"{sounds} v2")
    training.get_by_label("Model name").fill(model["name"])
    training.get_by_label("Kind of model").select_option("ae-med-tanh")
    expect(page.locator("#run-estimate")).to_contain_text(re.compile("about .* (minute|hour|day)"))
    training.get_by_label("Training time").select_option("own")
    training.get_by_label("Minutes at most").fill("0.2")
    training.get_by_role("button", name="Start training").click()
    run = page.get_by_role("article", name=f"Training of {model['name']}").first
    expect(run.locator(".state")).to_have_text("training")
    epoch = run.locator(".numbers dd").first
    expect(epoch).to_have_text(re.compile(r"^[1-9]"), timeout=TRAINING_MS)
    seen = epoch.inner_text()
    expect(epoch).not_to_have_text(seen, timeout=TRAINING_MS)
    run.get_by_role("link", name="Previews and log").click()
    look_at_a_training(page)
    page.get_by_role("link", name="Dashboard").click()
    expect(run.locator(".curve canvas")).to_be_visible()
    expect(run.locator(".state")).to_have_text("finished", timeout=TRAINING_MS)

    run.get_by_role("button", name="Make this version live").click()
    # so plain a kind of model, trained for a moment, is never as good as the factory's
    expect(run.get_by_role("alert").filter(has_text="live version")).to_be_visible()
    expect(run.get_by_role("row", name=re.compile("held-out sounds"))).to_contain_text("dB")
    run.get_by_role("button", name=f"Play version {model['version']}, middle").click()
    run.get_by_role("button", name="Publish anyway").click()
    expect(run.get_by_text("This version is live.")).to_be_visible()
    expect(page.locator("#audit li").first).to_contain_text(f"{model['name']}@")
    published = page.request.get(f"{band.url}/api/models/{model['name']}/").json()
    assert published["version"] != model["version"]

    open_studio(page, band.url)
    page.get_by_label("Model").select_option(model["name"])
    expect(page.locator("#version")).to_have_text(f"v{published['version']}")
    known = len(heard(page))
    page.keyboard.press("Space")
    assert wait_for_new_sound(page, known)["peak"] > 0.5

    open_studio(page, f"{band.url}/?model={model['name']}&version={model['version']}&x=0.2&y=0.8")
    expect(page.locator("#version")).to_have_text(f"v{model['version']}, not the newest")
    expect(page.get_by_role("link", name="Download")).to_have_attribute(
        "href", re.compile(f"/{model['version']}/sound.wav")
    )

    page.goto(f"{band.url}/dashboard/")
    card = page.get_by_role("article", name=model["name"], exact=True)
    card.get_by_role("button", name="Roll back").click()
    expect(card).to_contain_text(f"version {model['version']} is live")


def look_into(page: Page, link: Locator, copy: str) -> None:
    """An admin listens to a file before and after, finds its copy and makes a version without it."""
    link.click()
    alike = page.locator("#alike")
    expect(alike).to_contain_text(copy)
    expect(page.get_by_role("img", name="From the peak until it has fallen")).to_be_visible()
    page.get_by_label("Search names and reasons").fill(copy)
    expect(page.locator("#files-count")).to_have_text("1 to 1 of 1")
    known = len(heard(page))
    page.locator("#files").get_by_role("button", name=f"Listen to {copy}").click()
    assert wait_for_new_sound(page, known)["peak"] > 0.9
    page.get_by_role("button", name="Play before").click()
    assert wait_for_new_sound(page, known + 1)["peak"] < 0.3
    alike.get_by_role("checkbox", name=f"Leave out {copy}").check()
    page.get_by_role("button", name="Make a version without these").click()
    expect(page.get_by_text("version 2")).to_be_visible()
    expect(page.locator("#state")).to_have_text("ready")
    page.get_by_label("Search names and reasons").fill("left out")
    expect(page.locator("#files")).to_contain_text("Left out by you.")
    page.get_by_role("link", name="v1").click()
    expect(page.locator("#facts")).to_contain_text("from an uploaded zip")


def look_at_a_training(page: Page) -> None:
    """The page of a running training: its curve, previews and log."""
    expect(page.locator(".run-page .numbers dd").first).to_have_text(re.compile(r"^[1-9]"))
    page.wait_for_function(DRAWN, arg=".chart canvas", timeout=TRAINING_MS)
    with page.expect_response(re.compile(r"/previews/\d+/4\.wav$")) as sound:
        page.get_by_role("button", name=re.compile("^Play middle after")).first.click()
    assert sound.value.headers["content-type"] == "audio/wav"
    page.get_by_role("button", name="Play top from first to last").click()
    expect(page.locator(".previews .sounding")).to_be_visible()
    expect(page.locator("#log")).to_contain_text("running: epoch")


def test_a_viewer_sees_no_controls(page: Page, band: LiveStudio, new: str) -> None:
    create = f"user = User.objects.create_user('looker-{new}', password='looker-pass-1')"
    join = "user.groups.add(Group.objects.get(name='viewer'))"
    make = f"from django.contrib.auth.models import Group, User; {create}; {join}"
    assert band.manage("shell", "-c", make).returncode == 0
    sign_in(page, band.url, f"looker-{new}", "looker-pass-1")
    page.get_by_text(re.compile("processes$")).click()
    expect(page.locator("#workers")).to_contain_text("renders sounds")
    expect(page.locator("#health-numbers")).to_contain_text("GB free")
    expect(page.get_by_role("article", name="snare", exact=True)).to_be_visible()
    for name in (
        "Add sounds",
        "Start training",
        "Make this version live",
        "Roll back",
        "Take out of the studio",
    ):
        expect(page.get_by_role("button", name=name)).to_have_count(0)


def test_visitors_are_sent_to_sign_in(page: Page, band: LiveStudio) -> None:
    page.goto(f"{band.url}/dashboard/")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_a_wrong_password_is_named(page: Page, band: LiveStudio) -> None:
    page.goto(f"{band.url}/login/")
    page.get_by_label("Name").fill("admin")
    page.get_by_label("Password").fill("not the password")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("do not match")


def test_an_account_that_is_not_staff_is_refused(
    page: Page, page_errors: list[str], band: LiveStudio, new: str
) -> None:
    create = f"User.objects.create_user('guest-{new}', password='guest-pass-1')"
    make = f"from django.contrib.auth.models import User; {create}"
    assert band.manage("shell", "-c", make).returncode == 0
    page.goto(f"{band.url}/login/")
    page.get_by_label("Name").fill(f"guest-{new}")
    page.get_by_label("Password").fill("guest-pass-1")
    with page.expect_navigation(url="**/dashboard/") as navigation:
        page.get_by_role("button", name="Sign in").click()
    assert navigation.value is not None
    assert navigation.value.status == 403
    expect(page.get_by_role("heading", name="Not for this account")).to_be_visible()
    assert [error for error in page_errors if "403" not in error] == []
    page_errors.clear()
