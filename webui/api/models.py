"""Published models."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from webui.selectors.models import model_describe, model_live, model_map, models_live
from webui.services.models import model_rollback


class AxisSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    low = serializers.CharField()
    high = serializers.CharField()


class ModelSerializer(serializers.Serializer[Any]):
    """For the documentation: the answer is the stored summary as it is."""

    name = serializers.CharField()
    version = serializers.CharField()
    previous = serializers.CharField(allow_null=True, help_text="what a rollback returns to")
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


class ModelListView(APIView):
    permission_classes = (AllowAny,)

    @extend_schema(responses=ModelSerializer(many=True))
    def get(self, request: Request) -> Response:
        """The live version of every model."""
        return Response([model_describe(row) for row in models_live()])


class ModelView(APIView):
    permission_classes = (AllowAny,)

    @extend_schema(responses=ModelSerializer)
    def get(self, request: Request, name: str) -> Response:
        """The live version of a model."""
        return Response(model_describe(model_live(name)))


class MapView(APIView):
    permission_classes = (AllowAny,)

    @extend_schema(parameters=[OpenApiParameter("version", str)], responses=dict[str, Any])
    def get(self, request: Request, name: str) -> Response:
        """Landmarks and overlays for the pad, of the live version unless another is named."""
        return Response(model_map(name, request.query_params.get("version")))


class RollbackView(APIView):
    @extend_schema(request=None, responses=VersionSerializer)
    def post(self, request: Request, name: str) -> Response:
        """Make the version that was live before live again."""
        row = model_rollback(name=name)
        return Response({"model": row.name, "version": row.version})
