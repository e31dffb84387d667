"""Locate a sample on a map."""

from pathlib import Path
from typing import Any

from django.conf import settings
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from webui.accounts import Role
from webui.api.throttles import LocateThrottle
from webui.api.uploads import FORMATS, LimitedUploads, received_file, require_audio
from webui.services.sounds import upload_locate


class UploadSerializer(serializers.Serializer[Any]):
    file = serializers.FileField(help_text=f"{FORMATS} of at most {settings.MAX_UPLOAD_BYTES / 1e6:g} MB")


class CharacterSerializer(serializers.Serializer[Any]):
    """What can be told apart by ear."""

    pitch_hz = serializers.FloatField(allow_null=True)
    length_s = serializers.FloatField(help_text="from first to last within 30 dB of its loudest 5 ms")
    brightness_hz = serializers.FloatField(help_text="centre of what is audible")


class MatchSerializer(serializers.Serializer[Any]):
    """The location of a sample on the map."""

    x = serializers.FloatField(source="address.location.x")
    y = serializers.FloatField(source="address.location.y")
    detail = serializers.CharField(
        source="address.location.detail", allow_null=True, help_text="base64url of little-endian float16"
    )
    tune = serializers.FloatField(
        source="address.options.tune", help_text="semitones that bring the sound to the sample's pitch"
    )
    pitch_hz = serializers.FloatField(
        source="sample.pitch_hz", allow_null=True, help_text="the sample's note; null without a clear one"
    )
    glide = serializers.ListField(
        child=serializers.FloatField(),
        allow_null=True,
        help_text="the sample's frequency in Hz 20, 50 and 100 ms after its peak; null without a pitch",
    )
    heard_db = serializers.FloatField(help_text="audible distance between the sample and the sound")
    fit_db = serializers.FloatField(source="heard_db", help_text="the same as heard_db")
    outside = serializers.BooleanField(help_text="the sample is unlike what the model knows")
    better = serializers.ListField(
        child=serializers.CharField(),
        help_text="other live models that the sample fits clearly better, best first",
    )
    sample = CharacterSerializer(help_text="what is heard of the sample")
    sound = CharacterSerializer(help_text="what is heard of the sound at its location")
    sound_url = serializers.CharField(source="address.path")
    permalink = serializers.CharField(source="address.permalink")


class QuerySerializer(serializers.Serializer[Any]):
    refine = serializers.BooleanField(default=False)
    version = serializers.CharField(default=None)


class LocateView(LimitedUploads, APIView):
    access = {"POST": Role.ANYBODY}
    problems = {"POST": (409, 413, 422)}
    authentication_classes = ()
    permission_classes = ()
    parser_classes = (MultiPartParser,)
    throttle_classes = (LocateThrottle,)
    upload_limit_bytes = settings.MAX_UPLOAD_BYTES

    @extend_schema(
        parameters=[
            OpenApiParameter("refine", bool, description="search longer for a closer match"),
            OpenApiParameter("version", str, description="the live one unless another is named"),
        ],
        request={"multipart/form-data": UploadSerializer},
        responses=MatchSerializer,
    )
    def post(self, request: Request, name: str) -> Response:
        """Locate a sample: its location on the map, and the address of the sound there."""
        query = QuerySerializer(data=request.query_params)
        query.is_valid(raise_exception=True)
        file = received_file(request, "file")
        require_audio(file)
        upload = Path(file.temporary_file_path()).name
        located = upload_locate(model=name, upload=upload, **query.validated_data)
        return Response(MatchSerializer(located).data)
