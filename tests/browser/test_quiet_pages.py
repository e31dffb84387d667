"""No page logs an error or violates its content policy; the fixture `page` checks it."""

import pytest
from playwright.sync_api import Page

from tests.browser.gestures import sign_in
from tests.browser.waits import wait_for_stillness
from tests.conftest import LiveStudio

pytestmark = [pytest.mark.browser, pytest.mark.stack]


@pytest.mark.parametrize("path", ["/", "/login/", "/api/docs/", "/admin/login/"])
def test_open_pages_log_no_error(page: Page, live_studio: LiveStudio, path: str) -> None:
    response = page.goto(f"{live_studio.url}{path}")
    page.wait_for_load_state("networkidle")
    assert response is not None
    assert response.status == 200
    policy = response.headers["content-security-policy"]
    assert "unsafe-inline" not in policy
    assert "default-src 'self'" in policy


def test_staff_pages_log_no_error(page: Page, live_studio: LiveStudio) -> None:
    sign_in(page, live_studio.url, live_studio.username, live_studio.password)
    for path in ("/", "/dashboard/", "/admin/", "/admin/auth/user/", "/admin/webui/run/"):
        response = page.goto(f"{live_studio.url}{path}")
        wait_for_stillness(page)  # the dashboard polls and never goes idle
        assert response is not None
        assert response.status == 200, path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_theme_is_the_system_s_until_switched(page: Page, live_studio: LiveStudio, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(live_studio.url)
    ground = "rgb(17, 20, 23)" if scheme == "dark" else "rgb(246, 245, 241)"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == ground
    page.get_by_role("button", name="Switch between light and dark").click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != ground
    page.reload()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != ground
