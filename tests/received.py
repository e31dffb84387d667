"""Hold the answers that pages receive from the API against `/api/schema/`."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import unquote, urlsplit

from playwright.sync_api import BrowserContext, Error, Request, Response

from tests.answers import check_answer


@contextmanager
def checked_answers(context: BrowserContext) -> Iterator[None]:
    """Check, at the end of the block, what the pages of a context received within it.

    Bodies are read at the end, since Playwright cannot be asked for them while it reports a request. Of a
    page that was left by then, and of what is not JSON, only status and media type are checked.
    """
    finished: list[Request] = []

    def note(request: Request) -> None:  # Playwright takes no method of a list
        finished.append(request)

    context.on("requestfinished", note)
    yield
    context.remove_listener("requestfinished", note)
    for request in finished:
        path = unquote(urlsplit(request.url).path)
        if path.startswith("/api/") and (response := _from_a_server(request)) is not None:
            media_type = response.headers.get("content-type", "")
            check_answer(request.method, path, response.status, media_type, _body(response, media_type))


def _from_a_server(request: Request) -> Response | None:
    """The answer, unless the test itself gave it by a route: then no server has sent it."""
    response = request.response()
    return response if response is not None and response.server_addr() is not None else None


def _body(response: Response, media_type: str) -> bytes | None:
    """The body of a JSON answer; None where the browser has dropped it."""
    if not media_type.partition(";")[0].strip().endswith("json"):
        return None
    try:
        return response.body() or None
    except Error:
        return None
