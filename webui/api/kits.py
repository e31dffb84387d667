"""Kits: several sounds in one zip."""

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.views import APIView

from sampler.audio.options import RenderOptions
from sampler.audio.sfz import LAYOUTS
from sampler.constants import MAX_SEED
from sampler.model.detail import canonical_detail
from webui.accounts import Role
from webui.addresses import Location
from webui.api.forms import FiniteField, Form
from webui.api.throttles import KitThrottle
from webui.services.kits import MAX_SOUNDS, kit_render, locations_along

TOO_MANY = f"A kit holds at most {MAX_SOUNDS} sounds: leave some out."


class CornerForm(Form):
    x = FiniteField(min_value=0, max_value=1)
    y = FiniteField(min_value=0, max_value=1)
    detail = serializers.CharField(max_length=1000, required=False, allow_null=True)


class PointForm(CornerForm):
    seed = serializers.IntegerField(
        min_value=0, max_value=MAX_SEED, required=False, help_text="its own noise, instead of the options'"
    )


class KitForm(Form):
    """Either `points`, or a `path` and how many sounds to take along it."""

    points = serializers.ListField(
        child=PointForm(),
        required=False,
        min_length=1,
        max_length=MAX_SOUNDS,
        error_messages={"max_length": TOO_MANY},
    )
    path = serializers.ListField(
        child=CornerForm(),
        required=False,
        min_length=2,
        max_length=MAX_SOUNDS,
        help_text="corners of a line, their detail left out; sounds are taken at equal distances along it, "
        "its ends included",
    )
    count = serializers.IntegerField(required=False, min_value=2, max_value=MAX_SOUNDS)
    options = serializers.DictField(
        child=serializers.CharField(),
        required=False,
        default=dict,
        help_text="for all sounds, as in a sound's address",
    )
    version = serializers.CharField(
        max_length=50, required=False, allow_null=True, help_text="by default the live one"
    )
    layout = serializers.ChoiceField(
        LAYOUTS,
        required=False,
        default=LAYOUTS[0],
        help_text="how the SFZ mapping plays them: in turn, or the first softest and the last hardest",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if bool(attrs.get("points")) == ("path" in attrs and "count" in attrs):
            raise serializers.ValidationError("Send either points, or a path and a count.")
        return attrs

    def sounds(self) -> list[tuple[Location, RenderOptions]]:
        """The location and the render options of each sound of the kit. Raises BadValue."""
        given, options = self.validated_data, RenderOptions.parse(self.validated_data["options"])
        if points := given.get("points"):
            return [_sound(point, options) for point in points]
        corners = [Location(corner["x"], corner["y"]) for corner in given["path"]]
        return [(location, options) for location in locations_along(corners, given["count"])]


def _sound(point: dict[str, Any], options: RenderOptions) -> tuple[Location, RenderOptions]:
    detail = point.get("detail")
    location = Location(point["x"], point["y"], detail and canonical_detail(detail))
    return location, replace(options, seed=point.get("seed", options.seed))


class KitView(APIView):
    access = {"POST": Role.ANYBODY}
    problems = {"POST": (409,)}
    authentication_classes = ()
    permission_classes = ()
    throttle_classes = (KitThrottle,)

    @extend_schema(request=KitForm, responses={(200, "application/zip"): OpenApiTypes.BINARY})
    def post(self, request: Request, name: str) -> HttpResponse:
        """Render a zip of WAVs, an SFZ instrument that plays them, and kit.json with the address of each."""
        form = KitForm(data=request.data)
        form.is_valid(raise_exception=True)
        file_name, content = kit_render(
            model=name,
            version=form.validated_data.get("version"),
            sounds=form.sounds(),
            layout=form.validated_data["layout"],
        )
        response = HttpResponse(content, content_type="application/zip")
        response["Content-Disposition"] = f'attachment; filename="{file_name}"'
        return response
