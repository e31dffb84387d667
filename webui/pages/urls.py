"""Addresses of the pages, sign-in included."""

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import path

from webui.pages.offline import service_worker, web_manifest
from webui.pages.views import DashboardView, DatasetView, FaviconView, RunPageView, StudioView

urlpatterns = [
    path("", StudioView.as_view(), name="studio"),
    path("dashboard/", DashboardView.as_view(), name="dashboard"),
    path("dashboard/datasets/<int:pk>/", DatasetView.as_view(), name="dataset"),
    path("dashboard/runs/<int:pk>/", RunPageView.as_view(), name="run-page"),
    path("login/", LoginView.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("favicon.ico", FaviconView.as_view()),
    path("service-worker.js", service_worker),
    path("manifest.webmanifest", web_manifest, name="manifest"),
]
