"""Addresses of the whole site."""

from django.contrib import admin
from django.urls import include, path

from webui.api import health, metrics

urlpatterns = [
    path("", include("webui.pages.urls")),
    path("api/", include(("webui.api.urls", "api"))),
    path("admin/", admin.site.urls),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("metrics", metrics.metrics),
]

handler400 = "webui.api.fallbacks.bad_request"
handler404 = "webui.api.fallbacks.not_found"
handler500 = "webui.api.fallbacks.server_error"
