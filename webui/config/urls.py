"""Addresses of the whole site."""

from django.contrib import admin
from django.urls import include, path

from webui.api import operations

urlpatterns = [
    path("", include("webui.pages.urls")),
    path("api/", include(("webui.api.urls", "api"))),
    path("admin/", admin.site.urls),
    path("healthz", operations.healthz),
    path("readyz", operations.readyz),
    path("metrics", operations.metrics),
]

handler400 = "webui.api.fallbacks.bad_request"
handler404 = "webui.api.fallbacks.not_found"
handler500 = "webui.api.fallbacks.server_error"
