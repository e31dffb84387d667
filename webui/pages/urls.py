"""Addresses of the pages, sign-in included."""

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import path

from webui.pages.views import DashboardView, FaviconView, StudioView

urlpatterns = [
    path("", StudioView.as_view(), name="studio"),
    path("dashboard/", DashboardView.as_view(), name="dashboard"),
    path("login/", LoginView.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("favicon.ico", FaviconView.as_view()),
]
