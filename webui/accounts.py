"""Who may do what, and who has tried too often to sign in."""

from enum import StrEnum
from typing import Any

from axes.backends import AxesStandaloneBackend
from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest


class Role(StrEnum):
    """What a call or page asks of an account, each including those before it."""

    ANYBODY = "anybody"
    VIEWER = "viewer"
    TRAINER = "trainer"
    PUBLISHER = "publisher"


PERMISSION_OF = {
    Role.VIEWER: "webui.view_dashboard",
    Role.TRAINER: "webui.train",
    Role.PUBLISHER: "webui.publish",
}


def may(user: User | AnonymousUser, role: Role) -> bool:
    """Whether an account has a role: by its groups, by being an admin, or, to look, by being staff."""
    if role is Role.ANYBODY:
        return True
    if role is Role.VIEWER and user.is_staff and user.is_active:
        return True
    return user.has_perm(PERMISSION_OF[role])


def roles_of(user: User | AnonymousUser) -> list[Role]:
    """Every role that an account has."""
    return [role for role in PERMISSION_OF if may(user, role)]


def client_address(request: HttpRequest) -> str:
    """Where a request comes from: past NUM_PROXIES proxies, each of which adds one address at the end."""
    forwarded = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    if settings.NUM_PROXIES and forwarded[0]:
        return str(forwarded[-min(settings.NUM_PROXIES, len(forwarded))])
    return str(request.META.get("REMOTE_ADDR", ""))


class LockoutBackend(AxesStandaloneBackend):
    """Refuses whoever failed too often from one address; what signs in without a request is no visitor."""

    def authenticate(
        self, request: Any, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> None:
        if request is not None:
            super().authenticate(request, username=username, password=password, **kwargs)
