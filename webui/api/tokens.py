"""Calls signed with `Authorization: Token …`."""

from typing import Any

from rest_framework.authentication import TokenAuthentication
from rest_framework.exceptions import AuthenticationFailed

from webui.services.tokens import token_check


class HashedTokenAuthentication(TokenAuthentication):
    """Django REST framework's, with tokens that expire and of which the database has hashes only."""

    def authenticate_credentials(self, key: str) -> tuple[Any, Any]:
        found = token_check(key)
        if found is None:
            raise AuthenticationFailed("This token is not valid, or not any more: make a new one.")
        return found
