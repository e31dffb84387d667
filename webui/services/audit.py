"""Record which account did what."""

from typing import Any

from django.contrib.auth import get_user_model

from webui.models import AuditEntry

Action = AuditEntry.Action


def audit_record(*, by: int | None, action: Action, subject: object, **detail: Any) -> AuditEntry:
    """Add an entry to the audit log. Call it in the transaction of the action: both are kept, or neither.

    `by` is an account's primary key, None for the instrument itself.
    """
    user = get_user_model()._default_manager.filter(pk=by).first() if by is not None else None
    who = user.get_username() if user else ""
    return AuditEntry.objects.create(
        user=user, who=who, action=action, subject=str(subject)[:200], detail=detail
    )
