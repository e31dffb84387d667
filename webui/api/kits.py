"""Several sounds in one zip."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.views import APIView

from sampler.audio.options import RenderOptions
from webui.addresses import Place
from webui.api.forms import FiniteField, Form
from webui.api.throttles import KitThrottle
from webui.services.kits import MAX_SOUNDS, kit_render, places_along


class PlaceForm(Form):
    x = FiniteField(min_value=0, max_value=1)
    y = FiniteField(min_value=0, max_value=1)
    detail = serializers.CharField(max_length=1000, required=False, allow_null=True)


class KitForm(Form):
    """Either `points`, or a `path` and how many sounds to take along it."""

    points = serializers.ListField(child=PlaceForm(), required=False, min_length=1, max_length=MAX_SOUNDS)
    path = serializers.ListField(child=PlaceForm(), required=False, min_length=2, max_length=MAX_SOUNDS)
    count = serializers.IntegerField(required=False, min_value=2, max_value=MAX_SOUNDS)
    options = serializers.DictField(
        child=serializers.CharField(), required=False, default=dict, help_text="as in a sound's address"
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if bool(attrs.get("points")) == ("path" in attrs and "count" in attrs):
            raise serializers.ValidationError("Send either points, or a path and a count.")
        return attrs

    def places(self) -> list[Place]:
        """The places of the kit's sounds."""
        given = [Place(**place) for place in self.validated_data.get("points") or self.validated_data["path"]]
        return (
            given if self.validated_data.get("points") else places_along(given, self.validated_data["count"])
        )


class KitView(APIView):
    authentication_classes = ()
    permission_classes = ()
    throttle_classes = (KitThrottle,)

    @extend_schema(request=KitForm, responses={(200, "application/zip"): OpenApiTypes.BINARY})
    def post(self, request: Request, name: str) -> HttpResponse:
        """A zip of WAVs from the live version, and kit.json with the address of each."""
        form = KitForm(data=request.data)
        form.is_valid(raise_exception=True)
        options = RenderOptions.parse(form.validated_data["options"])
        content = kit_render(model=name, places=form.places(), options=options)
        response = HttpResponse(content, content_type="application/zip")
        response["Content-Disposition"] = f'attachment; filename="{name}-kit.zip"'
        return response
