"""Datasets: viewers read, trainers add."""

from pathlib import Path, PurePath
from typing import Any

from django.conf import settings
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from webui.api.access import TRAINERS, VIEWERS
from webui.api.forms import IDEMPOTENCY_KEY, Form, TextOrNull, account_of, idempotency_key
from webui.api.uploads import LimitedUploads, received_file
from webui.models import Dataset
from webui.selectors.datasets import dataset_get, dataset_progress, datasets_all
from webui.sentences import refused_sentence
from webui.services.datasets import dataset_add_archive, dataset_add_folder
from webui.services.idempotency import once

REFUSED_IN_LISTS = 50


class FolderForm(Form):
    name = serializers.CharField(max_length=100)
    folder = serializers.CharField(max_length=1000, help_text="absolute, inside one of DATASET_ROOTS")


class ArchiveForm(Form):
    archive = serializers.FileField(help_text="a zip of sound files")
    name = serializers.CharField(max_length=100, required=False, help_text="the file's name if absent")


class RefusedSerializer(serializers.Serializer[Any]):
    file = serializers.CharField()
    reason = serializers.CharField()
    message = serializers.SerializerMethodField()

    def get_message(self, refused: dict[str, Any]) -> str:
        return refused_sentence(refused["reason"], refused["parameters"])


class ProgressSerializer(serializers.Serializer[Any]):
    stage = serializers.ChoiceField(choices=["unpacking", "reading", "comparing"])
    done = serializers.IntegerField()
    total = serializers.IntegerField()


class DatasetSerializer(serializers.Serializer[Any]):
    """A dataset: one version of its name."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    version = serializers.IntegerField(help_text="datasets of one name are its versions")
    folder = TextOrNull(source="source", help_text="null for an uploaded zip")
    attack_s = serializers.FloatField(help_text="of the WAV files: seconds from their start to the peak")
    length_s = serializers.FloatField(help_text="of the WAV files")
    state = serializers.ChoiceField(choices=Dataset.State.choices)
    progress = serializers.SerializerMethodField(help_text="while it is being prepared")
    kept = serializers.IntegerField()
    refused = serializers.SerializerMethodField(
        help_text="the first 1,000, in lists the first 50; …/files/ has all"
    )
    refused_count = serializers.IntegerField()
    error = TextOrNull()
    requested_by = TextOrNull(source="requested_by.username")
    created = serializers.DateTimeField(source="created_at")

    @extend_schema_field(ProgressSerializer(allow_null=True))
    def get_progress(self, dataset: Dataset) -> Any:
        progress = dataset_progress(dataset)
        return progress and ProgressSerializer(progress).data

    @extend_schema_field(RefusedSerializer(many=True))
    def get_refused(self, dataset: Dataset) -> Any:
        return RefusedSerializer(self._refused(dataset), many=True).data

    def _refused(self, dataset: Dataset) -> list[dict[str, Any]]:
        return list(dataset.refused)


class ListedDatasetSerializer(DatasetSerializer):
    """A dataset with its first refusals only: the dashboard reads the list every second."""

    def _refused(self, dataset: Dataset) -> list[dict[str, Any]]:
        return super()._refused(dataset)[:REFUSED_IN_LISTS]


class DatasetListView(LimitedUploads, APIView):
    access = VIEWERS | TRAINERS
    problems = {"POST": (409, 413, 422)}
    parser_classes = (JSONParser, MultiPartParser)
    upload_limit_bytes = settings.MAX_ARCHIVE_BYTES

    @extend_schema(responses=ListedDatasetSerializer(many=True))
    def get(self, request: Request) -> Response:
        """List all datasets, newest first."""
        return Response(ListedDatasetSerializer(datasets_all(), many=True).data)

    @extend_schema(
        parameters=[IDEMPOTENCY_KEY],
        request={"application/json": FolderForm, "multipart/form-data": ArchiveForm},
        responses={201: DatasetSerializer},
    )
    def post(self, request: Request) -> Response:
        """Add a folder of this server, or a zip."""
        is_upload = (request.content_type or "").startswith("multipart/")
        dataset = _add_archive(request) if is_upload else _add_folder(request)
        return Response(DatasetSerializer(dataset).data, status=201)


def _add_folder(request: Request) -> Dataset:
    form = FolderForm(data=request.data)
    form.is_valid(raise_exception=True)
    account, wanted = account_of(request), form.validated_data
    return once(
        by=account,
        key=idempotency_key(request),
        asked=sorted(wanted.items()),
        kind=Dataset,
        make=lambda: dataset_add_folder(requested_by=account, **wanted),
    )


def _add_archive(request: Request) -> Dataset:
    file = received_file(request, "archive")
    name = str(request.POST.get("name") or PurePath(file.name or "archive").stem[:100])
    form = ArchiveForm(data={"archive": file, "name": name})
    form.is_valid(raise_exception=True)
    account, path, name = account_of(request), Path(file.temporary_file_path()), form.validated_data["name"]
    return once(
        by=account,
        key=idempotency_key(request),
        asked=(name, file.size),
        kind=Dataset,
        make=lambda: dataset_add_archive(requested_by=account, name=name, archive=path),
    )


class DatasetView(APIView):
    access = VIEWERS

    @extend_schema(responses=DatasetSerializer)
    def get(self, request: Request, pk: int) -> Response:
        """One dataset: how far it is, and which files were refused."""
        return Response(DatasetSerializer(dataset_get(pk)).data)
