"""Views that render a template; the pages load their data from the API."""

from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth.mixins import AccessMixin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.templatetags.static import static
from django.views.generic import RedirectView, TemplateView

from sampler.audio.options import option_table
from sampler.families import presets
from webui.accounts import Role, may, roles_of
from webui.errors import NotFound
from webui.pages.modules import renderer_addresses, scripts_of
from webui.selectors.datasets import dataset_get
from webui.selectors.runs import run_get


class RoleRequired(AccessMixin):
    """Sends visitors to the sign-in page, and answers 403 to accounts without the page's role."""

    login_url = "login"
    access = Role.VIEWER

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        if not may(request.user, self.access):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc, no-any-return]


class StudioView(TemplateView):
    """The studio, open to everybody."""

    access = Role.ANYBODY
    template_name = "studio.html"
    extra_context = {"scripts": partial(scripts_of, "studio")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sees_dashboard = may(self.request.user, Role.VIEWER)
        options = option_table()
        sliders = [option for option in options if option["slider"]]
        return super().get_context_data(
            sees_dashboard=sees_dashboard,
            options=options,
            sliders=sliders,
            renderer=renderer_addresses(),
            **kwargs,
        )


class DashboardView(RoleRequired, TemplateView):
    """The dashboard, with controls for the roles of the account."""

    template_name = "dashboard.html"
    extra_context = {"scripts": partial(scripts_of, "dashboard")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        roles = [str(role) for role in roles_of(self.request.user)]
        return super().get_context_data(presets=presets("hits").values(), roles=roles, **kwargs)


class DatasetView(RoleRequired, TemplateView):
    """The page of one version of a dataset."""

    template_name = "dataset.html"
    extra_context = {"scripts": partial(scripts_of, "dataset")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        try:
            dataset = dataset_get(kwargs["pk"])
        except NotFound as error:
            raise Http404(error.message) from error
        roles = [str(role) for role in roles_of(self.request.user)]
        return super().get_context_data(dataset=dataset, roles=roles, **kwargs)


class RunPageView(RoleRequired, TemplateView):
    """The page of one training."""

    template_name = "run.html"
    extra_context = {"scripts": partial(scripts_of, "run")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        try:
            run = run_get(kwargs["pk"])
        except NotFound:
            raise Http404 from None
        roles = [str(role) for role in roles_of(self.request.user)]
        return super().get_context_data(run=run, roles=roles, tensorboard=self._tensorboard(run.pk), **kwargs)

    @staticmethod
    def _tensorboard(pk: int) -> str:
        """The address at which TensorBoard shows this run only; empty without TensorBoard."""
        url = settings.TENSORBOARD_URL
        return f"{url}?runFilter=%5E{pk}%2F#timeseries" if url else ""


def locked_out(request: HttpRequest, original: HttpResponse | None, credentials: Any) -> HttpResponse:
    """AXES_LOCKOUT_CALLABLE: render the sign-in page with the minutes for which sign-in stays closed."""
    minutes = round(settings.AXES_COOLOFF_TIME.total_seconds() / 60)
    return render(request, "registration/login.html", {"locked_minutes": minutes}, status=429)


class FaviconView(RedirectView):
    """Redirects /favicon.ico, which browsers request on pages that name no icon (the admin)."""

    def get_redirect_url(self, *args: Any, **kwargs: Any) -> str:
        return static("favicon.svg")
