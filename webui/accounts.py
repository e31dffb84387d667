"""Roles of accounts, and the lock against guessed passwords."""

from enum import StrEnum
from ipaddress import IPv4Address, ip_address, ip_network
from typing import Any

from axes.backends import AxesStandaloneBackend
from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest


class Role(StrEnum):
    """The role that a call or page needs. Each role includes those before it."""

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
    """Whether an account has a role: by its groups, or as an admin; staff accounts are viewers."""
    if role is Role.ANYBODY:
        return True
    if role is Role.VIEWER and user.is_staff and user.is_active:
        return True
    return user.has_perm(PERMISSION_OF[role])


def within(role: Role, scope: Role) -> bool:
    """Whether a role is no larger than `scope`."""
    order = list(Role)
    return order.index(role) <= order.index(scope)


def roles_of(user: User | AnonymousUser) -> list[Role]:
    """Every role that an account has."""
    return [role for role in PERMISSION_OF if may(user, role)]


def client_address(request: HttpRequest) -> str:
    """The client's address: each of NUM_PROXIES proxies appends one address to X-Forwarded-For."""
    forwarded = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    if settings.NUM_PROXIES and forwarded[0]:
        return str(forwarded[-min(settings.NUM_PROXIES, len(forwarded))])
    return str(request.META.get("REMOTE_ADDR", ""))


def client_network(request: HttpRequest) -> str:
    """What limits count as one client: an IPv4 address, or the /64 that one IPv6 customer has."""
    try:
        address = ip_address(client_address(request))
    except ValueError:
        return "unknown"
    if isinstance(address, IPv4Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ip_network((int(address) >> 64 << 64, 64)))


class LockoutBackend(AxesStandaloneBackend):
    """Refuses an account after too many wrong passwords from one address.

    Sign-ins without a request, as in tests, are not counted.
    """

    def authenticate(
        self, request: Any, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> None:
        if request is not None:
            super().authenticate(request, username=username, password=password, **kwargs)
