"""A dataset's files before and after preparation, its survey, and further versions of it."""

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
from webui.api.forms import FiniteField, Form, TextOrNull, account_of
from webui.models import Dataset
from webui.selectors.dataset_files import dataset_files, dataset_survey, prepared_file
from webui.selectors.datasets import dataset_get, dataset_versions
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
    """A file of a dataset: whether it was kept, and why not."""

    index = serializers.IntegerField(help_text="by which the file is addressed")
    file = serializers.CharField(source="row.file")
    status = serializers.ChoiceField(source="row.status", choices=["kept", "refused"])
    reason = serializers.CharField(source="row.reason")
    message = serializers.CharField(source="row.message")
    has_sound = serializers.BooleanField(help_text="whether its original can be heard")
    rate_hz = serializers.IntegerField(source="row.rate_hz", allow_null=True)
    channels = serializers.IntegerField(source="row.channels", allow_null=True)
    duration_s = FiniteField(source="row.duration_s", allow_null=True)
    peak_dbfs = FiniteField(source="row.peak_dbfs", allow_null=True)
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


class OutlierSerializer(serializers.Serializer[Any]):
    index = serializers.IntegerField(source="far.index")
    file = serializers.CharField(source="far.file")
    distance_db = serializers.FloatField(source="far.distance_db")
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
    """A dataset in the list of its name's versions."""

    id = serializers.IntegerField()
    version = serializers.IntegerField()
    state = serializers.ChoiceField(choices=Dataset.State.choices)
    kept = serializers.IntegerField()
    refused_count = serializers.IntegerField()
    attack_s = serializers.FloatField()
    length_s = serializers.FloatField()
    requested_by = TextOrNull(source="requested_by.username")
    created = serializers.DateTimeField(source="created_at")


class DatasetFilesView(APIView):
    access = VIEWERS
    problems = {"GET": (409,)}

    @extend_schema(parameters=[FilesQuery], responses=FilePageSerializer)
    def get(self, request: Request, pk: int) -> Response:
        """List files: whether each was kept, and why not."""
        form = FilesQuery(data=request.query_params.dict())
        form.is_valid(raise_exception=True)
        return Response(FilePageSerializer(dataset_files(dataset_get(pk), **form.validated_data)).data)


class PreparedSoundView(APIView):
    access = VIEWERS
    problems = {"GET": (409,)}

    @extend_schema(responses=WAV)
    def get(self, request: Request, pk: int, index: int) -> HttpResponseBase:
        """The prepared WAV of a file, in the dataset's frame."""
        path = prepared_file(dataset_get(pk), index)
        return _wav(FileResponse(path.open("rb"), content_type="audio/wav"))


class OriginalSoundView(APIView):
    access = VIEWERS
    problems = {"GET": (409, 415, 422)}

    @extend_schema(responses=WAV)
    def get(self, request: Request, pk: int, index: int) -> HttpResponseBase:
        """A file before its preparation, decoded to WAV: the first ten seconds of its first channel."""
        sound = original_listen(dataset=dataset_get(pk), index=index)
        return _wav(HttpResponse(sound, content_type="audio/wav"))


def _wav(response: HttpResponseBase) -> HttpResponseBase:
    response["Cache-Control"] = A_WHILE
    return response


class DatasetSurveyView(APIView):
    access = VIEWERS
    problems = {"GET": (409,)}

    @extend_schema(responses=SurveySerializer)
    def get(self, request: Request, pk: int) -> Response:
        """The proposed attack and length, sounds that are nearly the same, and sounds that stand out."""
        return Response(SurveySerializer(dataset_survey(dataset_get(pk))).data)


class DatasetVersionsView(APIView):
    access = VIEWERS | TRAINERS
    problems = {"POST": (409,)}

    @extend_schema(responses=DatasetVersionSerializer(many=True))
    def get(self, request: Request, pk: int) -> Response:
        """List all versions of the dataset's name, newest first."""
        return Response(DatasetVersionSerializer(dataset_versions(dataset_get(pk)), many=True).data)

    @extend_schema(request=DatasetVersionForm, responses={201: DatasetSerializer})
    def post(self, request: Request, pk: int) -> Response:
        """Prepare the same recordings as another version: in another frame, or without some of them."""
        form = DatasetVersionForm(data=request.data)
        form.is_valid(raise_exception=True)
        made = dataset_add_version(
            requested_by=account_of(request), dataset=dataset_get(pk), **form.validated_data
        )
        return Response(DatasetSerializer(made).data, status=201)
