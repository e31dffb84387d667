"""Take the pictures of the studio and the dashboard that the README shows.

    python docs/take_screenshots.py [SAMPLE] [--sounds FOLDER]

Starts an instrument on temporary folders and brings the studio into every state of `tests/browser/states.py`,
with SAMPLE as the dropped sample. Trains for a moment on the recordings in FOLDER, so that the dashboard
shows a training. Without SAMPLE and FOLDER it makes drums of its own. Needs requirements/dev.txt and Debian's
chromium. Writes docs/screenshots/*.png.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DOCS = Path(__file__).resolve().parent
sys.path.insert(0, str(DOCS.parent))

from playwright.sync_api import Browser  # noqa: E402

from tests.browser.chromium import open_browser  # noqa: E402
from tests.browser.dashboard.pictures import photograph_dashboard  # noqa: E402
from tests.browser.states import STATES, Stage, photograph, shrink  # noqa: E402
from tests.live_studio import LiveStudio, new_studio  # noqa: E402
from tests.synthetic import write_drums, write_stranger  # noqa: E402

FOLDER = DOCS / "screenshots"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("sample", nargs="?", type=Path, help="a drum to drop onto the studio")
    parser.add_argument("--sounds", type=Path, help="a folder of recordings to train on")
    parser.add_argument(
        "--only", default="", help="states whose name contains this, such as beat; or dashboard"
    )
    chosen = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        running_studio(Path(folder)) as studio,
        open_browser() as browser,
    ):
        drums = write_drums(studio.dataset_root / "drums", 48)
        sample = chosen.sample or next(drums.iterdir())
        stage = Stage(f"{studio.url}/?model=snare", sample, write_stranger(Path(folder) / "whistle.wav"))
        photograph_studio(browser, stage, chosen.only)
        if chosen.only in "dashboard":
            keep(photograph_dashboard(browser, studio, chosen.sounds or drums, FOLDER))


@contextmanager
def running_studio(folder: Path) -> Iterator[LiveStudio]:
    """Start an instrument that may read datasets from anywhere, and stop it when the block ends."""
    studio = new_studio(folder)
    studio.extra["DATASET_ROOTS"] = "/"
    studio.start()
    try:
        yield studio
    finally:
        studio.stop()


def photograph_studio(browser: Browser, stage: Stage, only: str) -> None:
    """Photograph every state whose name contains `only`, on a desktop and on a phone."""
    for state in STATES:
        if only in state:
            keep(photograph(browser, stage, state, FOLDER))


def keep(pictures: Iterator[Path]) -> None:
    for path in pictures:
        shrink(path)
        print(path.relative_to(DOCS.parent), flush=True)


if __name__ == "__main__":
    main()
