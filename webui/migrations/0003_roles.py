"""The roles as groups with permissions, and since when versions that are live have been so."""

from typing import Any

from django.db import migrations
from django.db.models import F

LOOKING = [
    ("modelversion", "view_dashboard", "Can see the dashboard: sounds, trainings, health, history"),
    *((model, f"view_{model}", f"Can view {verbose}") for model, verbose in (
        ("modelversion", "model version"), ("dataset", "dataset"), ("run", "run"), ("auditentry", "audit entry"),
    )),
]
TRAINING = [("modelversion", "train", "Can add sounds and start, stop and resume trainings")]
PUBLISHING = [("modelversion", "publish", "Can make versions live, roll back and retire")]
ROLES = {
    "viewer": LOOKING,
    "trainer": [*LOOKING, *TRAINING],
    "publisher": [*LOOKING, *TRAINING, *PUBLISHING],
}


def make_roles(apps: Any, schema_editor: Any) -> None:
    """Permissions as Django's own signal makes them after the last migration: which comes too late for groups."""
    content_types = apps.get_model("contenttypes", "ContentType").objects
    permissions = apps.get_model("auth", "Permission").objects
    for role, granted in ROLES.items():
        group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=role)
        for model, codename, name in granted:
            kind, _ = content_types.get_or_create(app_label="webui", model=model)
            permission, _ = permissions.get_or_create(
                content_type=kind, codename=codename, defaults={"name": name}
            )
            group.permissions.add(permission)


def date_live_versions(apps: Any, schema_editor: Any) -> None:
    versions = apps.get_model("webui", "ModelVersion").objects
    versions.filter(first_live_at__isnull=True).update(first_live_at=F("live_since"))


class Migration(migrations.Migration):
    dependencies = [
        ("webui", "0002_audit_and_retirement"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [
        migrations.RunPython(make_roles, migrations.RunPython.noop),
        migrations.RunPython(date_live_versions, migrations.RunPython.noop),
    ]
