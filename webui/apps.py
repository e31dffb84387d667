"""The Django application."""

from django.apps import AppConfig


class WebuiConfig(AppConfig):
    name = "webui"
    verbose_name = "Drumscape"

    def ready(self) -> None:
        from webui.config import checks  # noqa: F401
