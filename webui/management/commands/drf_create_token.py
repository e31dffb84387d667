"""`manage.py drf_create_token NAME`: print a new token for an account, once."""

from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser

from webui.accounts import PERMISSION_OF, Role
from webui.services.tokens import VALID_DAYS, token_issue, tokens_revoke


class Command(BaseCommand):
    help = "Print a new token for an account. Its text is not kept: it cannot be shown again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument(
            "--days", type=int, default=VALID_DAYS, help="how long it is valid (default: %(default)s)"
        )
        parser.add_argument(
            "--scope",
            choices=[str(role) for role in PERMISSION_OF],
            default=str(Role.PUBLISHER),
            help="the most that calls with it may do, within what the account may (default: %(default)s)",
        )
        parser.add_argument(
            "-r", "--reset", action="store_true", help="revoke all earlier ones of the account"
        )

    def handle(self, *args: Any, username: str, days: int, scope: str, reset: bool, **options: Any) -> None:
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"Cannot create the token: there is no account '{username}'.")
        if days < 1:
            raise CommandError("A token is valid for at least one day: set --days to 1 or more.")
        if reset:
            tokens_revoke(account=user.pk)
        text = token_issue(account=user.pk, days=days, scope=Role(scope))
        self.stdout.write(f"Generated token {text} for user {username}")
