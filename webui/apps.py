"""The Django application."""

from django.apps import AppConfig


class WebuiConfig(AppConfig):
    name = "webui"
    verbose_name = "Drumscape"

    def ready(self) -> None:
        from django.contrib import admin
        from rest_framework.authtoken.models import TokenProxy

        from webui.config import checks  # noqa: F401

        admin.site.unregister(TokenProxy)  # `ApiToken` has taken its place
