"""Read who did what."""

from webui.models import AuditEntry

MOST = 200


def audit_latest(limit: int = MOST) -> list[AuditEntry]:
    """The latest entries, newest first."""
    return list(AuditEntry.objects.all()[:limit])
