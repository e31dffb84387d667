"""`manage.py prepare`: prepare the installation before its processes start. Safe to repeat."""

import io
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from webui.services.accounts import ADMIN, account_ensure_admin
from webui.services.models import models_register


class Command(BaseCommand):
    help = "Migrate the database, register the models in MODELS_DIR, make the admin account."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        if password := prepare():
            self.stdout.write(f"Made the account '{ADMIN}' with the password {password}")
            self.stdout.write(f"(shown this once; kept in {settings.DRUMSCAPE_VAR / 'admin-password'})")


def prepare() -> str | None:
    """Check, migrate, register models, make the admin account; returns its password if the account is new.

    Raises SystemCheckError for wrong settings.
    """
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    call_command("check", "--fail-level", "ERROR", stdout=io.StringIO())
    call_command("migrate", verbosity=0)
    models_register()
    return account_ensure_admin()
