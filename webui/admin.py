"""Read-only lists in /admin/. Rows change only through the API, whose services keep the rules."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from webui.models import ApiToken, AuditEntry, Dataset, ModelVersion, Run


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    """A list without permission to add, change or delete."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(ModelVersion)
class ModelVersionAdmin(ReadOnlyAdmin):
    list_display = ("name", "version", "live_since", "retired_at", "is_available", "created_at")
    list_filter = ("name", "is_available")


@admin.register(Dataset)
class DatasetAdmin(ReadOnlyAdmin):
    list_display = ("name", "version", "state", "kept", "requested_by", "created_at", "finished_at")
    list_filter = ("state",)


@admin.register(Run)
class RunAdmin(ReadOnlyAdmin):
    list_display = (
        "__str__",
        "state",
        "dataset",
        "model_version",
        "requested_by",
        "started_at",
        "finished_at",
    )
    list_filter = ("state", "preset", "name")


@admin.register(ApiToken)
class ApiTokenAdmin(ReadOnlyAdmin):
    """Deleting a token revokes it."""

    list_display = ("account", "scope", "created_at", "expires_at")
    list_filter = ("account",)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    list_display = ("at", "who", "action", "subject")
    list_filter = ("action", "who")
    date_hierarchy = "at"
