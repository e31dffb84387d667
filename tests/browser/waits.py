"""Wait for events of a page, instead of for a time. Pages need `ears.js`, as the fixture `page` has it."""

from playwright.sync_api import Page

QUIET = """
([pattern, quietMs]) => {
  const known = window.flights.filter(({ url }) => new RegExp(pattern).test(url));
  return known.every((flight) => flight.outcome !== null && Date.now() - flight.changed > quietMs);
}
"""
STILL = """
() => {
  const moving = document.getAnimations().some(({ playState, effect }) =>
    playState === "running" && Number.isFinite(effect.getComputedTiming().endTime));
  // a small copy shows a change as well as the picture itself, without an image file of each canvas
  const copy = new OffscreenCanvas(96, 64).getContext("2d", { willReadFrequently: true });
  copy.imageSmoothingQuality = "high";
  const drawn = [...document.querySelectorAll("canvas"), ...[...document.querySelectorAll("*")]
    .flatMap(({ shadowRoot }) => [...(shadowRoot?.querySelectorAll("canvas") ?? [])])]
    .filter((canvas) => canvas.width * canvas.height)
    .map((canvas) => {
      copy.clearRect(0, 0, 96, 64);
      copy.drawImage(canvas, 0, 0, 96, 64);
      return copy.getImageData(0, 0, 96, 64).data.reduce((sum, value) => (Math.imul(sum, 31) + value) | 0, 0);
    });
  const seen = JSON.stringify([moving, document.fonts.status, document.body.innerText, drawn]);
  window.stillFor = seen === window.lastSeen ? (window.stillFor ?? 0) + 1 : 0;
  window.lastSeen = seen;
  return !moving && window.stillFor >= 2;
}
"""
LOOKS_MS, QUIET_MS = 100, 500


def wait_for_quiet(page: Page, pattern: str = "") -> None:
    """Return once every request to such an address has ended, half a second ago or more."""
    page.wait_for_function(QUIET, arg=[pattern, QUIET_MS])


def wait_for_stillness(page: Page) -> None:
    """Return once texts, canvases and animations look the same three times in a row."""
    page.wait_for_function(STILL, polling=LOOKS_MS)


def let_answers_arrive(page: Page) -> None:
    """Return once the page has handled its answers: after a later answer and two frames."""
    page.evaluate(
        "() => fetch('/healthz', { cache: 'no-store' }).then(() => new Promise((done) =>"
        " requestAnimationFrame(() => requestAnimationFrame(() => done(null)))))"
    )


def let_frames_pass(page: Page, count: int = 2) -> None:
    """Return once the page has painted `count` frames, at most 60 a second."""
    page.evaluate(
        "(count) => new Promise((done) => { const paint = () =>"
        " (count-- > 0 ? requestAnimationFrame(paint) : done(null)); paint(); })",
        count,
    )


def let_audio_pass(page: Page, seconds: float) -> None:
    """Return once the page's audio clock has advanced by `seconds`."""
    page.evaluate("() => { window.since = window.audioClock.currentTime; }")
    page.wait_for_function("(s) => audioClock.currentTime > since + s", arg=seconds)
