"""The admin account of the first start, and tokens."""

import io
import stat

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command
from pytest_django.fixtures import Settings
from rest_framework.test import APIClient

from webui.services.accounts import account_ensure_admin

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_var(settings: Settings, tmp_path: object) -> None:
    settings.DRUMSCAPE_VAR = tmp_path


def test_the_first_start_makes_an_admin_with_a_password_of_its_own(settings: Settings) -> None:
    password = account_ensure_admin()
    assert password is not None
    assert len(password) >= 12
    file = settings.DRUMSCAPE_VAR / "admin-password"
    assert (file.read_text(), stat.S_IMODE(file.stat().st_mode)) == (password, 0o600)
    user = authenticate(username="admin", password=password)
    assert user is not None
    assert user.is_staff


def test_later_starts_change_nothing() -> None:
    password = account_ensure_admin()
    assert account_ensure_admin() is None
    assert authenticate(username="admin", password=password) is not None


def test_a_token_from_the_command_line_opens_the_staff_api() -> None:
    account_ensure_admin()
    output = io.StringIO()
    call_command("drf_create_token", "admin", stdout=output)
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {output.getvalue().split()[2]}")
    assert client.get("/api/runs/").status_code == 200
