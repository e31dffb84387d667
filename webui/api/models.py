"""Published models."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from webui.api.access import OPEN, PUBLISHERS
from webui.api.forms import Form, account_of
from webui.selectors.models import model_describe, model_live, model_map, models_live
from webui.services.models import model_retire, model_rollback


class AxisSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    low = serializers.CharField()
    high = serializers.CharField()


class ModelSerializer(serializers.Serializer[Any]):
    """For the documentation: the answer is the stored summary as it is."""

    name = serializers.CharField()
    version = serializers.CharField()
    previous = serializers.CharField(allow_null=True, help_text="what a rollback returns to")
    returnable = serializers.ListField(
        child=serializers.CharField(), help_text="every version that a rollback may name"
    )
    family = serializers.CharField()
    preset = serializers.CharField()
    rate = serializers.IntegerField(help_text="samples per second")
    length = serializers.IntegerField(help_text="samples")
    peak_sample = serializers.IntegerField()
    axes = AxisSerializer(many=True)
    has_detail = serializers.BooleanField()
    has_tune = serializers.BooleanField()
    licence = serializers.CharField()
    metrics = serializers.DictField()


class VersionSerializer(serializers.Serializer[Any]):
    """A version by name."""

    model = serializers.CharField()
    version = serializers.CharField()


class VersionForm(Form):
    version = serializers.CharField(max_length=20, required=False, allow_null=True)


class RetiredSerializer(serializers.Serializer[Any]):
    model = serializers.CharField()
    versions = serializers.ListField(child=serializers.CharField())


class ModelListView(APIView):
    access = OPEN

    @extend_schema(responses=ModelSerializer(many=True))
    def get(self, request: Request) -> Response:
        """The live version of every model."""
        return Response([model_describe(row) for row in models_live()])


class ModelView(APIView):
    access = OPEN

    @extend_schema(responses=ModelSerializer)
    def get(self, request: Request, name: str) -> Response:
        """The live version of a model."""
        return Response(model_describe(model_live(name)))


class MapView(APIView):
    access = OPEN

    @extend_schema(parameters=[OpenApiParameter("version", str)], responses=dict[str, Any])
    def get(self, request: Request, name: str) -> Response:
        """Landmarks and overlays for the pad, of the live version unless another is named."""
        return Response(model_map(name, request.query_params.get("version")))


class RollbackView(APIView):
    access = PUBLISHERS

    @extend_schema(request=VersionForm, responses=VersionSerializer)
    def post(self, request: Request, name: str) -> Response:
        """Make a version live that was so before, the latest unless one is named."""
        row = model_rollback(name=name, version=_named(request), by=account_of(request))
        return Response({"model": row.name, "version": row.version})


class RetireView(APIView):
    access = PUBLISHERS

    @extend_schema(request=VersionForm, responses=RetiredSerializer)
    def post(self, request: Request, name: str) -> Response:
        """Take the model, or one version, from what is listed and live; addresses of sounds keep working."""
        rows = model_retire(name=name, version=_named(request), by=account_of(request))
        return Response({"model": name, "versions": [row.version for row in rows]})


def _named(request: Request) -> str | None:
    form = VersionForm(data=request.data)
    form.is_valid(raise_exception=True)
    version: str | None = form.validated_data.get("version")
    return version
