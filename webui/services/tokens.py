"""Tokens that sign the calls of scripts. Their text is shown once; the database has its hash."""

import hashlib
import secrets

from django.contrib.auth.models import User
from django.db.models import Q
from django.db.models.functions import Now

from webui.accounts import Role
from webui.models import ApiToken
from webui.services.leases import ago

VALID_DAYS = 365
DAY_S = 24 * 3600


def token_issue(*, account: int, days: int = VALID_DAYS, scope: Role = Role.PUBLISHER) -> str:
    """Make a token for an account; returns its text. It may do what the account may, up to `scope`."""
    text = secrets.token_hex(20)
    expires = ago(-days * DAY_S)
    ApiToken.objects.create(account_id=account, digest=_digest(text), scope=scope, expires_at=expires)
    return text


def tokens_revoke(*, account: int) -> int:
    """Revoke all tokens of an account; returns how many."""
    return ApiToken.objects.filter(account_id=account).delete()[0]


def token_check(text: str) -> "tuple[User, ApiToken] | None":
    """The account of a token and the token, or None for one that is unknown, revoked or expired."""
    valid = Q(expires_at__isnull=True) | Q(expires_at__gt=Now())
    token = ApiToken.objects.select_related("account").filter(valid, digest=_digest(text)).first()
    return (token.account, token) if token and token.account.is_active else None


def _digest(text: str) -> str:
    """A token is as long as the hash is secure: it needs no salt, and no slow hash."""
    return hashlib.sha256(text.encode()).hexdigest()
