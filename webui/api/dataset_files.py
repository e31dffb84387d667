"""What is in a dataset: its files before and after, what was found in it, and further versions of it."""

from typing import Any

from django.http import FileResponse, HttpResponse, HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from webui.api.access import TRAINERS, VIEWERS
from webui.api.datasets import DatasetSerializer
from webui.api.forms import FiniteField, Form, account_of
from webui.models import Dataset
from webui.selectors.dataset_files import dataset_files, dataset_survey, prepared_file
from webui.selectors.datasets import (
    dataset_describe,
    dataset_get,
    dataset_version_describe,
    dataset_versions,
)
from webui.services.datasets import dataset_add_version, original_listen

MOST_FILES = 500
A_WHILE = "private, max-age=600"
WAV = {(200, "audio/wav"): OpenApiTypes.BINARY}


class FilesQuery(Form):
    search = serializers.CharField(
        default="", allow_blank=True, max_length=200, help_text="words that path or reason contain"
    )
    status = serializers.ChoiceField(choices=["kept", "refused"], required=False)
    offset = serializers.IntegerField(default=0, min_value=0)
    limit = serializers.IntegerField(default=50, min_value=1, max_value=MOST_FILES)


class FileSerializer(serializers.Serializer[Any]):
    index = serializers.IntegerField(help_text="by which the file is addressed")
    file = serializers.CharField()
    status = serializers.ChoiceField(choices=["kept", "refused"])
    reason = serializers.CharField()
    message = serializers.CharField()
    has_sound = serializers.BooleanField(help_text="whether its original can be heard")
    rate_hz = serializers.IntegerField(allow_null=True)
    channels = serializers.IntegerField(allow_null=True)
    duration_s = serializers.FloatField(allow_null=True)
    peak_dbfs = serializers.FloatField(allow_null=True)
    attack_s = serializers.FloatField(allow_null=True, help_text="from its first audible moment to its peak")
    decay_s = serializers.FloatField(allow_null=True, help_text="from its peak until it has fallen by 40 dB")


class FilePageSerializer(serializers.Serializer[Any]):
    count = serializers.IntegerField(help_text="files that match, on all pages")
    results = FileSerializer(many=True)


class HistogramSerializer(serializers.Serializer[Any]):
    edges = serializers.ListField(child=serializers.FloatField(), help_text="seconds")
    counts = serializers.ListField(child=serializers.IntegerField(), help_text="the last one open to above")
    quantiles = serializers.ListField(child=serializers.FloatField(), help_text="0, 1 … 100 %, in seconds")
    proposed_s = serializers.FloatField()
    why = serializers.CharField()
    cut = serializers.IntegerField(required=False, help_text="sounds that end while they still ring")


class NearestSerializer(serializers.Serializer[Any]):
    index = serializers.IntegerField()
    file = serializers.CharField()


class AlikeSerializer(NearestSerializer):
    distance_db = serializers.FloatField()


class OutlierSerializer(AlikeSerializer):
    nearest = NearestSerializer()


class SurveySerializer(serializers.Serializer[Any]):
    sounds = serializers.IntegerField()
    attack = HistogramSerializer()
    decay = HistogramSerializer()
    near_db = serializers.FloatField(help_text="nearer than this counts as nearly the same")
    groups = serializers.ListField(
        child=AlikeSerializer(many=True), help_text="nearly the same as the first of each"
    )
    outliers = OutlierSerializer(many=True)


class DatasetVersionForm(Form):
    attack_s = FiniteField(required=False, help_text="of the WAV files: seconds from their start to the peak")
    length_s = FiniteField(required=False, help_text="of the WAV files, in seconds")
    leave_out = serializers.ListField(
        child=serializers.IntegerField(min_value=0),
        default=list,
        max_length=50_000,
        help_text="numbers of files",
    )


class DatasetVersionSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    version = serializers.IntegerField()
    state = serializers.ChoiceField(choices=Dataset.State.choices)
    kept = serializers.IntegerField()
    refused_count = serializers.IntegerField()
    attack_s = serializers.FloatField()
    length_s = serializers.FloatField()
    requested_by = serializers.CharField(allow_null=True)
    created = serializers.DateTimeField()


class DatasetFilesView(APIView):
    access = VIEWERS

    @extend_schema(parameters=[FilesQuery], responses=FilePageSerializer)
    def get(self, request: Request, pk: int) -> Response:
        """What became of each file, and why."""
        form = FilesQuery(data=request.query_params.dict())
        form.is_valid(raise_exception=True)
        return Response(dataset_files(dataset_get(pk), **form.validated_data))


class PreparedSoundView(APIView):
    access = VIEWERS

    @extend_schema(responses=WAV)
    def get(self, request: Request, pk: int, index: int) -> HttpResponseBase:
        """A file after its preparation: the WAV in the dataset's fixed frame."""
        path = prepared_file(dataset_get(pk), index)
        return _wav(FileResponse(path.open("rb"), content_type="audio/wav"))


class OriginalSoundView(APIView):
    access = VIEWERS

    @extend_schema(responses=WAV)
    def get(self, request: Request, pk: int, index: int) -> HttpResponseBase:
        """A file before its preparation, decoded to WAV: its first channel, ten seconds at most."""
        sound = original_listen(dataset=dataset_get(pk), index=index)
        return _wav(HttpResponse(sound, content_type="audio/wav"))


def _wav(response: HttpResponseBase) -> HttpResponseBase:
    response["Cache-Control"] = A_WHILE
    return response


class DatasetSurveyView(APIView):
    access = VIEWERS

    @extend_schema(responses=SurveySerializer)
    def get(self, request: Request, pk: int) -> Response:
        """The attack and length that fit, sounds that are nearly the same, and sounds that stand out."""
        return Response(dataset_survey(dataset_get(pk)))


class DatasetVersionsView(APIView):
    access = VIEWERS | TRAINERS

    @extend_schema(responses=DatasetVersionSerializer(many=True))
    def get(self, request: Request, pk: int) -> Response:
        """Every version of its name, newest first."""
        return Response([dataset_version_describe(row) for row in dataset_versions(dataset_get(pk))])

    @extend_schema(request=DatasetVersionForm, responses={201: DatasetSerializer})
    def post(self, request: Request, pk: int) -> Response:
        """Prepare the same recordings once more, as another version: with another frame, or without some."""
        form = DatasetVersionForm(data=request.data)
        form.is_valid(raise_exception=True)
        made = dataset_add_version(
            requested_by=account_of(request), dataset=dataset_get(pk), **form.validated_data
        )
        return Response(dataset_describe(made), status=201)
