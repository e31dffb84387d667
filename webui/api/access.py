"""Every view declares who may call it: `access = {"GET": Role.VIEWER, "POST": Role.TRAINER}`."""

from typing import TYPE_CHECKING, Any

from rest_framework.authentication import TokenAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from webui.accounts import Role, may, within
from webui.services.tokens import token_check

if TYPE_CHECKING:  # views themselves import their permissions
    from rest_framework.views import APIView

Access = dict[str, Role]
OPEN: Access = {"GET": Role.ANYBODY}
VIEWERS: Access = {"GET": Role.VIEWER}
TRAINERS: Access = {"POST": Role.TRAINER}
PUBLISHERS: Access = {"POST": Role.PUBLISHER}


class HashedTokenAuthentication(TokenAuthentication):
    """`Authorization: Token …`, with tokens that expire and of which the database has hashes only."""

    def authenticate_credentials(self, key: str) -> tuple[Any, Any]:
        found = token_check(key)
        if found is None:
            raise AuthenticationFailed("This token is not valid, or not any more: make a new one.")
        return found


class RoleRequired(BasePermission):
    """Closes views that declare no role. For a method that a view lacks, its viewers get 405, others 403."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        access: Access | None = getattr(view, "access", None)
        if access is None:
            return False
        role = access.get(_method(request), min_role(access))
        scope = getattr(request.auth, "scope", Role.PUBLISHER)  # sessions have no scope
        return may(request.user, role) and within(role, Role(scope))


def min_role(access: Access) -> Role:
    """The role that is needed for methods that a view does not declare."""
    return Role.ANYBODY if Role.ANYBODY in access.values() else Role.VIEWER


def _method(request: Request) -> str:
    return "GET" if request.method == "HEAD" else request.method or ""
