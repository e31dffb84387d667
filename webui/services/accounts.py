"""Accounts."""

import secrets

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction

from webui.config.environment import keep_secret

ADMIN = "admin"


@transaction.atomic
def account_ensure_admin() -> str | None:
    """Make the `admin` account on the first start; returns its password then, and None later.

    The password is kept in `admin-password` of the data folder, readable by its owner alone.
    """
    users = get_user_model()._default_manager
    if users.filter(username=ADMIN).exists():
        return None
    password = keep_secret(settings.DRUMSCAPE_VAR / "admin-password", secrets.token_urlsafe(12))
    get_user_model().objects.create_superuser(username=ADMIN, password=password)
    return password
