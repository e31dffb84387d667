"""Views that only render a template; everything on the pages comes from the API."""

from typing import Any

from django.contrib.auth.mixins import AccessMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.templatetags.static import static
from django.views.generic import RedirectView, TemplateView

from sampler.families import presets


class StaffRequired(AccessMixin):
    """Sends visitors to the sign-in page and refuses accounts that are not staff."""

    login_url = "login"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        if not request.user.is_staff:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc, no-any-return]


class StudioView(TemplateView):
    template_name = "studio.html"


class DashboardView(StaffRequired, TemplateView):
    template_name = "dashboard.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(presets=presets().values(), **kwargs)


class FaviconView(RedirectView):
    """Answers the address that browsers ask for on pages that name no icon (the admin)."""

    def get_redirect_url(self, *args: Any, **kwargs: Any) -> str:
        return static("favicon.svg")
