"""Models: the live versions and their maps; rollback and retirement."""

from typing import Any

from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.gzip import gzip_page
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from webui.api.access import OPEN, PUBLISHERS
from webui.api.forms import Form, MetricsField, account_of
from webui.models import ModelVersion
from webui.selectors.models import (
    model_landmarks,
    model_live,
    model_played,
    model_previous,
    model_returnable,
    models_live,
)
from webui.selectors.players import player_inputs
from webui.services.models import model_retire, model_rollback


class AxisSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    low = serializers.CharField()
    high = serializers.CharField()


class ModelSerializer(serializers.Serializer[Any]):
    """A live version of a model."""

    name = serializers.CharField()
    version = serializers.CharField()
    previous = serializers.SerializerMethodField(help_text="what a rollback returns to")
    returnable = serializers.SerializerMethodField(help_text="every version that a rollback may name")
    family = serializers.CharField(source="summary.family")
    preset = serializers.CharField(source="summary.preset")
    rate = serializers.IntegerField(source="summary.rate", help_text="samples per second")
    length = serializers.IntegerField(source="summary.length", help_text="samples")
    peak_sample = serializers.IntegerField(source="summary.peak_sample")
    axes = AxisSerializer(source="summary.axes", many=True)
    has_detail = serializers.BooleanField(source="summary.has_detail")
    has_tune = serializers.BooleanField(source="summary.has_tune")
    licence = serializers.CharField(source="summary.licence")
    metrics = MetricsField(source="summary.metrics", help_text="what was measured when it was trained")
    created = serializers.DateTimeField(source="summary.created")

    def get_previous(self, row: ModelVersion) -> str | None:
        previous = model_previous(row)
        return previous.version if previous else None

    def get_returnable(self, row: ModelVersion) -> list[str]:
        return model_returnable(row.name)


class LandmarkSerializer(serializers.Serializer[Any]):
    """A training sound on the map. Older models lack some members."""

    name = serializers.CharField()
    x = serializers.FloatField()
    y = serializers.FloatField()
    detail = serializers.CharField(allow_null=True, required=False)
    tune = serializers.FloatField(required=False, help_text="semitones, where the model has tune")
    fit_db = serializers.FloatField(required=False, help_text="how far the model is from the sound there")
    heard_db = serializers.FloatField(required=False, help_text="the same, as far as it is heard")
    note_hz = serializers.FloatField(required=False, allow_null=True, help_text="its note, where it has one")
    brightness_hz = serializers.FloatField(required=False)
    length_s = serializers.FloatField(required=False)
    pitch_hz = serializers.FloatField(required=False)
    noisiness = serializers.FloatField(required=False)


@extend_schema_field(LandmarkSerializer(many=True))
class LandmarksField(serializers.Field[Any, Any, Any, Any]):
    """The landmarks of a row as they are stored: building thousands of them anew would take too long."""

    def to_representation(self, value: ModelVersion) -> list[dict[str, Any]]:
        return model_landmarks(value)


class PlayerSerializer(serializers.Serializer[Any]):
    """How the inputs of `player.tflite` follow from the address of a sound."""

    tables = serializers.ListField(
        child=serializers.ListField(child=serializers.FloatField()),
        help_text="of x and of y: values of `latent` at equally spaced positions from 0 to 1",
    )
    detail_size = serializers.IntegerField()
    noise_frames = serializers.IntegerField(help_text="0: it has no `shift`")
    seed_stride = serializers.IntegerField(help_text="`shift` is seed * seed_stride modulo noise_frames")
    peak_sample = serializers.IntegerField()
    length = serializers.IntegerField(help_text="samples")
    features = serializers.CharField(help_text="what the encoder reads of a sample")
    url = serializers.CharField()
    encoder_url = serializers.CharField()


class MapSerializer(serializers.Serializer[Any]):
    """The map of a version."""

    name = serializers.CharField()
    version = serializers.CharField()
    axes = AxisSerializer(source="summary.axes", many=True)
    points = LandmarksField(source="*", help_text="landmarks")
    player = serializers.SerializerMethodField(help_text="null for versions whose sounds the server renders")

    @extend_schema_field(PlayerSerializer(allow_null=True))
    def get_player(self, row: ModelVersion) -> dict[str, Any] | None:
        inputs = player_inputs(row)
        url, encoder_url = (
            reverse(f"api:{of}", args=(row.name, row.version)) for of in ("player", "encoder")
        )
        return inputs and PlayerSerializer({**inputs, "url": url, "encoder_url": encoder_url}).data


class VersionSerializer(serializers.Serializer[Any]):
    """A version by name."""

    model = serializers.CharField(source="name")
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
        """List the live version of every model."""
        return Response(ModelSerializer(models_live(), many=True).data)


class ModelView(APIView):
    access = OPEN

    @extend_schema(responses=ModelSerializer)
    def get(self, request: Request, name: str) -> Response:
        """The live version of a model."""
        return Response(ModelSerializer(model_live(name)).data)


@method_decorator(gzip_page, name="dispatch")  # a map of a thousand landmarks becomes a third
class MapView(APIView):
    access = OPEN
    problems = {"GET": (409,)}

    @extend_schema(parameters=[OpenApiParameter("version", str)], responses=MapSerializer)
    def get(self, request: Request, name: str) -> Response:
        """The landmarks and axes of a version, by default of the live one."""
        return Response(MapSerializer(model_played(name, request.query_params.get("version"))).data)


class RollbackView(APIView):
    access = PUBLISHERS
    problems = {"POST": (409,)}

    @extend_schema(request=VersionForm, responses=VersionSerializer)
    def post(self, request: Request, name: str) -> Response:
        """Roll back to a version that was live before, by default the latest such version."""
        row = model_rollback(name=name, version=_named(request), by=account_of(request))
        return Response(VersionSerializer(row).data)


class RetireView(APIView):
    access = PUBLISHERS
    problems = {"POST": (409,)}

    @extend_schema(request=VersionForm, responses=RetiredSerializer)
    def post(self, request: Request, name: str) -> Response:
        """Retire a model or one version: it is no longer listed or live. Its sounds keep their addresses."""
        rows = model_retire(name=name, version=_named(request), by=account_of(request))
        return Response(RetiredSerializer({"model": name, "versions": [row.version for row in rows]}).data)


def _named(request: Request) -> str | None:
    form = VersionForm(data=request.data)
    form.is_valid(raise_exception=True)
    version: str | None = form.validated_data.get("version")
    return version
