"""Reading who did what."""

from typing import Any

from webui.models import AuditEntry

MOST = 200


def audit_latest(limit: int = MOST) -> list[AuditEntry]:
    """Newest first."""
    return list(AuditEntry.objects.all()[:limit])


def audit_describe(entry: AuditEntry) -> dict[str, Any]:
    """What the API tells about an entry."""
    return {
        "id": entry.pk,
        "at": entry.at.isoformat(),
        "who": entry.who or None,
        "action": entry.action,
        "subject": entry.subject,
        "detail": entry.detail,
    }
