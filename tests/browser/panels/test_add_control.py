"""Follow CONTRIBUTING's way to add a page control on a copy of the tree: three places, and it works."""

import shutil
import subprocess
import sys
from collections.abc import Iterator

import pytest
import requests
from playwright.sync_api import Page, expect

from tests.browser.gestures import heard, open_studio, slider_values, wait_for_new_sound
from tests.browser.panels.test_panels import without_code
from tests.house.figures import ROOT
from tests.house.howto import Change, Tree, code_blocks
from tests.live_studio import CHILD, STOP_S, LiveStudio, free_port
from tests.waiting import until
from webui.processes.supervision.broker import socket_path

pytestmark = [pytest.mark.browser, pytest.mark.stack]

TITLE = "Add a page control"
MODULE = "static/js/studio/map/middle.js"
CASES = "tests/browser/panels/panels.js"
PLACES = ["templates/studio/history.html", "static/js/studio/panels.js"]


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    """A copy of the code with the control that CONTRIBUTING shows, and with the case of its test."""
    tree = Tree(tmp_path_factory.mktemp("copy"))
    (module,) = code_blocks(TITLE, "js")
    (tree.root / MODULE).write_text(module)
    (tree.root / CASES).parent.mkdir(parents=True)
    shutil.copy(ROOT / CASES, tree.root / CASES)
    changes = [Change.parse(block) for block in code_blocks(TITLE, "diff")]
    assert [change.file for change in changes] == [*PLACES, CASES]
    for change in changes:
        tree.apply(change)
    return tree


@pytest.fixture(scope="module")
def url(tree: Tree, live_studio: LiveStudio) -> Iterator[str]:
    """The studio of the copy: a web of its own, with database and workers of the running studio."""
    port = free_port()
    server = ("gunicorn", "webui.config.wsgi", "--no-control-socket", "--threads", "8")
    process = subprocess.Popen(
        [sys.executable, str(CHILD), sys.executable, "-m", *server, "--bind", f"127.0.0.1:{port}"],
        cwd=tree.root,
        env={**live_studio.environment, "REDIS_URL": f"unix://{socket_path(live_studio.var)}"},
    )
    try:
        until(lambda: process.poll() is not None or answers(f"http://127.0.0.1:{port}/healthz"))
        assert process.poll() is None
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(STOP_S)


def answers(address: str) -> bool:
    """Whether a server runs there."""
    try:
        return requests.get(address, timeout=6).ok
    except requests.RequestException:  # a busy machine may listen long before it answers
        return False


def test_the_files_are_as_well_kept_as_their_neighbours(tree: Tree) -> None:
    tools = tree.root / "node_modules" / ".bin"
    if not (tools / "tsc").exists():
        pytest.skip("needs the tools from npm: `make check` installs them")
    tree.run(str(tools / "tsc"), "--project", "tsconfig.json")
    tree.run(str(tools / "biome"), "ci", "--vcs-enabled=false", MODULE, PLACES[1], CASES)


def test_the_button_moves_to_the_middle_and_sounds(page: Page, url: str) -> None:
    open_studio(page, f"{url}/?model=snare&x=0.2&y=0.7")
    button = page.get_by_role("button", name="Middle")
    expect(button).to_be_enabled()
    known = len(heard(page))
    button.click()
    wait_for_new_sound(page, known)
    assert slider_values(page) == (0.5, 0.5)
    expect(button).to_be_disabled()
    page.keyboard.press("Control+z")
    expect(button).to_be_enabled()
    assert slider_values(page) == (0.2, 0.7)


def test_the_panel_alone_shows_what_its_store_holds(page: Page, tree: Tree, url: str) -> None:
    without_code(page, url)
    assert page.evaluate((tree.root / CASES).read_text()) == []
