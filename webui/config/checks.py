"""System checks, run by `manage.py check` and at every start."""

import os
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, register


@register()
def check_folders(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Report a data folder that is not writable, and a missing models folder."""
    found: list[CheckMessage] = []
    if not os.access(settings.DRUMSCAPE_VAR, os.W_OK):
        hint = f"Let this user write to {settings.DRUMSCAPE_VAR}, or set DRUMSCAPE_VAR to another folder."
        found.append(checks.Error("The data folder is not writable.", hint=hint, id="drumscape.E001"))
    if not settings.MODELS_DIR.is_dir():
        hint = f"Put published models into {settings.MODELS_DIR}, or set MODELS_DIR."
        found.append(checks.Warning("There is no models folder.", hint=hint, id="drumscape.W001"))
    return found
