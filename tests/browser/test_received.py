"""The check of what pages receive: it sees the server's answers, and leaves those that a test made up."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.answers import UndocumentedAnswer
from tests.received import checked_answers

pytestmark = pytest.mark.browser

PATH = "/api/models/"
LEAVE = "([path, next]) => fetch(path).then((answer) => answer.text()).then(() => { location = next; })"
FETCH = "(path) => fetch(path, { cache: 'no-store' }).then((answer) => answer.text())"


class Careless(BaseHTTPRequestHandler):
    """Answers what no schema documents."""

    def do_GET(self) -> None:
        body = json.dumps([{"colour": "red"}]).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json" if self.path == PATH else "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing is logged."""


@pytest.fixture
def address() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Careless) as server:
        threading.Thread(target=server.serve_forever).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context()
    yield context
    context.close()


def test_an_answer_that_is_not_documented_fails(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(address)
    with pytest.raises(UndocumentedAnswer, match="GET /api/models/: 200"), checked_answers(context):
        page.evaluate(FETCH, PATH)


def test_the_media_type_counts_also_once_the_page_is_left(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(address)
    with pytest.raises(UndocumentedAnswer, match="text/html"), checked_answers(context):
        page.evaluate(LEAVE, ["/api/runs/", "/elsewhere"])


def test_what_a_test_made_up_or_asked_elsewhere_passes(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(address)
    page.route(f"**{PATH}", lambda route: route.fulfill(json=[{"colour": "blue"}]))
    with checked_answers(context):
        assert json.loads(page.evaluate(FETCH, PATH)) == [{"colour": "blue"}]
        page.evaluate(FETCH, "/elsewhere/")
