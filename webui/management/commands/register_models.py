"""`manage.py register_models`: register the artefacts in MODELS_DIR."""

from typing import Any

from django.core.management.base import BaseCommand

from webui.services.models import models_register


class Command(BaseCommand):
    help = "Register every valid artefact in MODELS_DIR; a name's first version goes live."

    def handle(self, *args: Any, **options: Any) -> None:
        for row in models_register():
            self.stdout.write(f"{row}")
