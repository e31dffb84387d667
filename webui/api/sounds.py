"""Sounds, each at its own address, and the networks by which browsers make them."""

import gzip
from typing import Any

from django.http import HttpResponse
from django.utils.cache import get_conditional_response
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from sampler.artifact import ENCODER, PLAYER
from sampler.audio.options import OPTIONS
from webui.addresses import SoundAddress
from webui.api.access import OPEN
from webui.selectors.models import model_require, model_version
from webui.selectors.players import network_file
from webui.services.sounds import sound_pitch, sound_render

FOREVER = "public, max-age=31536000, immutable"
PARAMETERS = [
    OpenApiParameter("x", float, required=True, description="from 0 to 1"),
    OpenApiParameter("y", float, required=True, description="from 0 to 1"),
    OpenApiParameter("detail", str, description="from the answer to a located sample"),
    *(OpenApiParameter(name, str, description=option.meaning) for name, option in OPTIONS.items()),
]


class PitchSerializer(serializers.Serializer[Any]):
    """The note of the sound at a location; `tune` moves it by so many semitones."""

    pitch_hz = serializers.FloatField(allow_null=True, help_text="null where no note is clear")


class SoundView(APIView):
    """Open to all. Sessions and throttles would cost too much: a slider asks many times a second."""

    access = OPEN
    problems = {"GET": (409,)}
    authentication_classes = ()
    permission_classes = ()

    @extend_schema(
        parameters=PARAMETERS,
        responses={(200, "audio/wav"): OpenApiTypes.BINARY, 304: OpenApiResponse(description="You have it")},
    )
    def get(self, request: Request, name: str, version: str) -> HttpResponse:
        """The WAV at a location of a version's map. The same address always gives the same bytes."""
        address = SoundAddress.parse(name, version, request.GET)
        model_require(name, version)
        response = get_conditional_response(request, etag=address.etag)
        if response is None:
            response = HttpResponse(sound_render(address=address), content_type="audio/wav")
            response["Content-Disposition"] = f'inline; filename="{address.file_name}"'
        response["ETag"] = address.etag
        response["Cache-Control"] = FOREVER
        response["Cross-Origin-Resource-Policy"] = "cross-origin"  # anybody may play a sound's address
        return response


class PitchView(APIView):
    """Open to all. The page asks once the hand rests at a location."""

    access = OPEN
    authentication_classes = ()
    permission_classes = ()

    @extend_schema(parameters=PARAMETERS[:3], responses=PitchSerializer)
    def get(self, request: Request, name: str, version: str) -> Response:
        """The measured note of the sound at a location, without tune."""
        address = SoundAddress.parse(name, version, request.GET)
        model_require(name, version)
        pitch = PitchSerializer({"pitch_hz": sound_pitch(address=address)})
        return Response(pitch.data, headers={"Cache-Control": FOREVER})


class NetworkView(APIView):
    """Open to all. Caches keep the files: a version never changes."""

    file: str

    access = OPEN
    problems = {"GET": (409,)}
    authentication_classes = ()
    permission_classes = ()

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, request: Request, name: str, version: str) -> HttpResponse:
        """A network of a version in LiteRT, for one sound at a time."""
        content = network_file(model_version(name, version), self.file)
        response = HttpResponse(content_type="application/octet-stream")
        if "gzip" in request.headers.get("Accept-Encoding", ""):
            response.content, response["Content-Encoding"] = content, "gzip"
        else:
            response.content = gzip.decompress(content)
        response["Vary"] = "Accept-Encoding"
        response["Cache-Control"] = FOREVER
        return response


class PlayerView(NetworkView):
    """The decoder and the finishing of its sounds."""

    file = PLAYER


class EncoderView(NetworkView):
    """The encoder, which finds the location of a sample."""

    file = ENCODER
