"""The admin account of the first start, and tokens."""

import io
import stat
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.core.management import call_command
from django.utils import timezone
from pytest_django.fixtures import Settings
from rest_framework.authtoken.models import Token
from rest_framework.test import APIClient

from webui.models import ApiToken
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


def printed_token(*options: str) -> str:
    output = io.StringIO()
    call_command("drf_create_token", "admin", *options, stdout=output)
    return output.getvalue().split()[2]


def status(token: str, method: str = "get", path: str = "/api/runs/") -> int:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {token}")
    found: int = getattr(client, method)(path).status_code
    return found


def test_a_token_from_the_command_line_opens_the_staff_api() -> None:
    account_ensure_admin()
    assert status(printed_token()) == 200


def test_the_database_has_no_token_that_could_be_used() -> None:
    account_ensure_admin()
    token = printed_token()
    (row,) = ApiToken.objects.values()
    assert token not in str(row)
    assert status(row["digest"]) == 401


def test_a_token_ends_with_its_time_and_when_it_is_revoked() -> None:
    account_ensure_admin()
    first, second = printed_token(), printed_token("--days", "1")
    ApiToken.objects.latest("pk").delete()
    assert (status(first), status(second)) == (200, 401)
    ApiToken.objects.update(expires_at=timezone.now())
    assert status(first) == 401
    third = printed_token("--reset")
    assert (ApiToken.objects.count(), status(third)) == (1, 200)


def test_a_token_may_do_no_more_than_its_scope() -> None:
    account_ensure_admin()
    viewer = printed_token("--scope", "viewer")
    assert status(viewer) == 200
    assert status(viewer, "post") == 403
    assert status(viewer, "post", "/api/models/snare/rollback/") == 403


def test_a_token_of_an_earlier_release_goes_on_and_its_text_is_gone() -> None:
    account_ensure_admin()
    earlier = Token.objects.create(user=User.objects.get(username="admin")).key
    import_module("webui.migrations.0009_api_tokens").hash_tokens(apps, None)
    assert status(earlier) == 200
    assert not Token.objects.exists()
