"""A producer's sample: its report, the amount of its detail, and its attack mixed with the model's sound."""

import re
from pathlib import Path

import numpy as np
import pytest
import soundfile
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.gestures import (
    drop_sample,
    heard,
    open_studio,
    save_wav,
    slider_values,
    wait_for_new_sound,
)
from tests.browser.waits import let_answers_arrive, wait_for_stillness
from tests.conftest import LiveStudio

pytestmark = [pytest.mark.browser, pytest.mark.stack]

RATE_HZ = 44_100
SPLIT_MS, WIDEST_FADE_MS = 20, 12
DETAIL = re.compile(r"detail=([\w-]+)")
SUBTYPES = {"16": "PCM_16", "24": "PCM_24", "32": "FLOAT"}


PICTURES = """
() => [
  document.querySelector("#waveform > div").shadowRoot.querySelector("canvas").toDataURL(),
  document.querySelector("#spectrum canvas").toDataURL(),
]
"""
CHANGED = f"(seen) => ({PICTURES})().every((picture, i) => picture !== seen[i])"


def find(page: Page, path: Path) -> None:
    """Drop a sample and wait for its report."""
    drop_sample(page, path)
    expect(page.locator("#sample")).to_have_attribute("data-state", "found")


def download_link(page: Page) -> Locator:
    return page.get_by_role("link", name=re.compile("^Download")).first


def detail_of(page: Page) -> str | None:
    """The detail of the sound that Download would save."""
    found = DETAIL.search(download_link(page).get_attribute("href") or "")
    return found and found[1]


def test_report_comparison_and_detail(page: Page, live_studio: LiveStudio, snares: list[Path]) -> None:
    open_studio(page, live_studio.url)
    page.locator("#pad").click(position={"x": 40, "y": 40})
    wait_for_new_sound(page, 0)
    wait_for_stillness(page)
    known = len(heard(page))
    find(page, snares[20])
    wait_for_new_sound(page, known)  # the place that was found, of itself
    expect(page.locator("#sample-match")).to_have_text(re.compile(r"^[A-Z][\w, ]+ · \d+\.\d dB$"))
    expect(page.locator("#sample-advice")).to_have_text(re.compile(r"\w.*\.$"))
    expect(page.get_by_role("button", name="Refine")).to_be_visible()

    known = len(heard(page))
    page.keyboard.press("Space")
    yours = wait_for_new_sound(page, known)
    wait_for_stillness(page)
    seen = page.evaluate(PICTURES)
    page.keyboard.press("a")
    page.wait_for_function(CHANGED, arg=seen)
    original = wait_for_new_sound(page, known + 1)
    assert original["fingerprint"] != yours["fingerprint"]
    expect(page.get_by_role("button", name="Original")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("a")
    assert wait_for_new_sound(page, known + 2)["fingerprint"] == yours["fingerprint"]

    whole = detail_of(page)
    assert whole
    amount = page.get_by_role("slider", name="Detail")
    amount.focus()
    known = len(heard(page))
    page.keyboard.press("Home")
    typical = wait_for_new_sound(page, known)
    assert detail_of(page) is None
    assert typical["fingerprint"] != yours["fingerprint"]
    expect(amount).to_have_attribute("aria-valuetext", "0 percent, typical of this location")
    for _ in range(5):
        page.keyboard.press("PageUp")
    half = detail_of(page)
    assert half
    assert half != whole
    page.locator("#pad").focus()
    before = slider_values(page)
    page.keyboard.press("ArrowDown" if before[1] > 0.5 else "ArrowUp")
    assert slider_values(page) != before
    assert detail_of(page) == half
    amount.focus()
    page.keyboard.press("End")
    assert detail_of(page) == whole
    page.get_by_role("button", name="Refine").click()
    expect(page.locator("#sample-match")).to_have_text(re.compile(r"dB$"))
    expect(page.get_by_role("button", name="Refine")).to_be_hidden()


def test_a_mix_has_the_attack_of_the_sample_and_the_body_of_the_sound(
    page: Page, live_studio: LiveStudio, snares: list[Path], tmp_path: Path
) -> None:
    original, _ = soundfile.read(snares[20], always_2d=True)
    for bits, rate in [("24", 44_100), ("16", 44_100), ("32", 48_000)]:
        open_studio(page, f"{live_studio.url}/?bits={bits}&rate={rate}")
        find(page, snares[20])
        page.get_by_role("button", name="Play").click()
        plain = wait_for_new_sound(page, 0)
        source = (download_link(page).get_attribute("href") or "").replace(f"bits={bits}", "bits=32")
        answer = page.request.get(live_studio.url + source)
        (tmp_path / "made.wav").write_bytes(answer.body())
        known = len(heard(page))
        page.get_by_role("button", name="Keep my attack").click()
        mixed = wait_for_new_sound(page, known)
        assert mixed["fingerprint"] != plain["fingerprint"]
        expect(page.locator("#attack-note")).to_contain_text("a link cannot carry it")

        file = tmp_path / "taken.wav"
        download = save_wav(page)
        download.save_as(file)
        assert download.suggested_filename.endswith("-my-attack.wav")
        info = soundfile.info(file)
        assert (info.samplerate, info.subtype, info.channels) == (rate, SUBTYPES[bits], 1)
        taken, _ = soundfile.read(file)
        made, _ = soundfile.read(tmp_path / "made.wav")
        check_mix(taken, made, original[:, 0] if rate == RATE_HZ else None, rate)


def check_mix(taken: np.ndarray, made: np.ndarray, original: np.ndarray | None, rate: int) -> None:
    """The mix is the sample up to the split, then the sound; same peak, no bump, no step.

    Two sounds of equal power add up to at most the square root of two of the larger one while they fade.
    """
    assert taken.size == made.size
    peak = int(np.argmax(np.abs(made)))
    assert int(np.argmax(np.abs(taken))) == peak
    assert np.abs(taken).max() == pytest.approx(np.abs(made).max(), abs=2e-3)
    split = peak + SPLIT_MS * rate // 1000
    start, end = split - WIDEST_FADE_MS * rate // 2000, split + WIDEST_FADE_MS * rate // 2000
    assert alike(taken[end + 2 :], made[end + 2 :]) > 0.999
    if original is not None:
        at = int(np.argmax(np.abs(original)))
        assert abs(alike(taken[peak : start - 2], original[at : at + start - 2 - peak])) > 0.999
    level = 20 * np.log10([rms(taken[i : i + 220]) for i in (start - 220, start, split, end)])
    assert np.abs(np.diff(level)).max() < 9
    steps = np.abs(np.diff(taken))
    around = max(steps[peak - 64 : start].max(), steps[end : 2 * end - start].max())
    assert steps[start : end + 1].max() <= np.sqrt(2) * around


def test_a_split_that_moves_while_mixing_gives_a_new_mix(
    page: Page, live_studio: LiveStudio, snares: list[Path], tmp_path: Path
) -> None:
    open_studio(page, live_studio.url)
    find(page, snares[20])
    held: list[Route] = []
    page.route("**/sound.wav?*bits=32*", lambda route: held.append(route), times=1)  # noqa: PLW0108
    with page.expect_request("**/sound.wav?*bits=32*"):
        page.get_by_role("button", name="Keep my attack").click()
    page.get_by_role("slider", name="Attack length").fill("60")
    held[0].continue_()
    expect(download_link(page)).to_have_attribute("href", re.compile("^blob:"))
    files = [tmp_path / "first.wav", tmp_path / "again.wav"]
    save_wav(page).save_as(files[0])
    for split in ("59", "60"):
        page.get_by_role("slider", name="Attack length").fill(split)
    save_wav(page).save_as(files[1])
    assert files[0].read_bytes() == files[1].read_bytes()


def alike(one: np.ndarray, other: np.ndarray) -> float:
    """Correlation, which does not depend on gain."""
    return float(one @ other / np.sqrt((one @ one) * (other @ other)))


def rms(samples: np.ndarray) -> float:
    return float(np.sqrt(np.mean(samples**2)))


def test_a_failed_mix_shows_a_sentence_and_is_tried_again(
    page: Page, page_errors: list[str], live_studio: LiveStudio, snares: list[Path]
) -> None:
    open_studio(page, live_studio.url)
    find(page, snares[20])
    page.route("**/sound.wav?*bits=32*", lambda route: route.abort())
    with page.expect_event("requestfailed"):  # of the mix that begins by itself
        page.get_by_role("button", name="Keep my attack").click()
    download_link(page).click()
    expect(page.locator("#sound-error")).to_contain_text("does not answer")
    page.unroute("**/sound.wav?*bits=32*")
    with page.expect_download() as download:
        page.locator("#sound-error").get_by_role("button", name="Try again").click()
    assert download.value.suggested_filename.endswith("-my-attack.wav")
    page.get_by_role("button", name="Keep my attack").click()
    expect(download_link(page)).to_have_attribute("href", re.compile("^/api/models/"))
    assert save_wav(page).suggested_filename.count("attack") == 0
    page_errors.clear()


def test_a_late_sound_leaves_messages_that_came_meanwhile(
    page: Page, page_errors: list[str], live_studio: LiveStudio, snares: list[Path]
) -> None:
    open_studio(page, live_studio.url)
    find(page, snares[20])
    page.get_by_role("button", name="Keep my attack").click()
    expect(download_link(page)).to_have_attribute("href", re.compile("^blob:"))
    held: list[Route] = []
    page.route("**/sound.wav?*", lambda route: held.append(route))  # noqa: PLW0108
    page.route("**/sound.wav?*bits=32*", lambda route: route.abort())
    with page.expect_request("**/sound.wav?*"):
        page.get_by_role("slider").first.press("Shift+ArrowRight")
    download_link(page).click()
    notice = page.locator("#sound-error")
    expect(notice.get_by_role("button", name="Try again")).to_be_visible()
    with page.expect_event("requestfinished", lambda request: "sound.wav" in request.url):
        for sound in held:
            sound.continue_()
    let_answers_arrive(page)
    expect(notice.get_by_role("button", name="Try again")).to_be_visible()
    page.unroute_all()
    let_answers_arrive(page)  # the mix that begins when the hand rests may have been refused meanwhile
    page_errors.clear()


def test_a_sample_unlike_the_model_and_one_that_the_browser_cannot_read(
    page: Page, live_studio: LiveStudio, tmp_path: Path
) -> None:
    open_studio(page, live_studio.url)
    t = np.arange(RATE_HZ) / RATE_HZ
    soundfile.write(tmp_path / "whistle.aiff", 0.8 * np.sin(2 * np.pi * 3_000 * t), RATE_HZ)
    find(page, tmp_path / "whistle.aiff")
    expect(page.locator("#sample-advice")).to_contain_text("Not on this map")
    expect(page.get_by_role("slider", name="Detail")).to_be_visible()
    expect(page.get_by_role("button", name="Original")).to_be_hidden()
    expect(page.get_by_role("button", name="Keep my attack")).to_be_hidden()
