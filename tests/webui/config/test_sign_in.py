"""Signing in, and being locked out after too many wrong passwords."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from axes.utils import reset
from django.contrib.auth.models import User
from django.test import Client

from tests.live_studio import ROOT

pytestmark = pytest.mark.django_db
RIGHT, WRONG = "right-password-1", "wrong"
LIMIT = 5


@pytest.fixture(autouse=True)
def eve() -> User:
    return User.objects.create_user("eve", password=RIGHT, is_staff=True)


def sign_in(password: str, *, name: str = "eve", path: str = "/login/", **extra: Any) -> Any:
    return Client().post(path, {"username": name, "password": password}, **extra)


BEHIND_A_PROXY = """
import django; django.setup()
from django.test import Client

client = Client(enforce_csrf_checks=True, headers={"host": "drums.example"})
cookie = client.get("/login/").cookies["csrftoken"]
form = {"csrfmiddlewaretoken": cookie.value}
answer = client.post("/login/", form, headers={"origin": "https://drums.example"})
print(answer.status_code, "secure" if cookie["secure"] else "plain")
"""


@pytest.mark.parametrize(("origin", "seen"), [("https://drums.example/", "200 secure"), ("", "403 plain")])
def test_behind_tls_forms_of_the_public_origin_are_accepted(origin: str, seen: str, tmp_path: Path) -> None:
    """The proxy forwards plain HTTP, while browsers send the public address as the origin."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "webui.config.settings",
        "DRUMSCAPE_VAR": str(tmp_path),
        "ALLOWED_HOSTS": "drums.example",
        "PUBLIC_ORIGIN": origin,
    }
    command = [sys.executable, "-c", BEHIND_A_PROXY]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == seen


def test_the_right_password_opens_the_dashboard() -> None:
    answer = sign_in(RIGHT)
    assert (answer.status_code, answer["Location"]) == (302, "/dashboard/")


def test_a_wrong_password_gets_a_message() -> None:
    answer = sign_in(WRONG)
    assert answer.status_code == 200
    assert "do not match" in answer.content.decode()


@pytest.mark.parametrize("path", ["/login/", "/admin/login/"])
def test_too_many_wrong_passwords_lock_out_with_a_message(path: str) -> None:
    for _ in range(LIMIT):
        answer = sign_in(WRONG, path=path)
    assert answer.status_code == 429
    assert "Wait 15 minutes" in answer.content.decode()
    for attempt in (sign_in(RIGHT, path=path), sign_in(RIGHT)):
        assert attempt.status_code == 429
    assert sign_in(RIGHT, REMOTE_ADDR="9.9.9.9").status_code == 302
    reset(username="eve")
    assert sign_in(RIGHT).status_code == 302


def test_a_right_password_resets_the_count() -> None:
    for _ in range(LIMIT - 1):
        sign_in(WRONG)
    assert sign_in(RIGHT).status_code == 302
    assert sign_in(WRONG).status_code == 200
    assert sign_in(RIGHT).status_code == 302


def test_others_are_not_locked_out() -> None:
    User.objects.create_user("ada", password=RIGHT)
    for _ in range(LIMIT):
        sign_in(WRONG)
    assert sign_in(RIGHT, name="ada").status_code == 302
