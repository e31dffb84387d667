"""Datasets: viewers look, trainers add."""

from pathlib import Path, PurePath
from typing import Any

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from webui.api.access import TRAINERS, VIEWERS
from webui.api.forms import Form, account_of
from webui.api.uploads import LimitedUploads, received_file
from webui.models import Dataset
from webui.selectors.datasets import dataset_describe, dataset_get, datasets_describe
from webui.services.datasets import dataset_add_archive, dataset_add_folder


class FolderForm(Form):
    name = serializers.CharField(max_length=100)
    folder = serializers.CharField(max_length=1000, help_text="absolute, inside one of DATASET_ROOTS")


class ArchiveForm(Form):
    archive = serializers.FileField(help_text="a zip of sound files")
    name = serializers.CharField(max_length=100, required=False, help_text="the file's name if absent")


class RefusedSerializer(serializers.Serializer[Any]):
    file = serializers.CharField()
    reason = serializers.CharField()
    message = serializers.CharField()


class ProgressSerializer(serializers.Serializer[Any]):
    stage = serializers.ChoiceField(choices=["unpacking", "reading", "comparing"])
    done = serializers.IntegerField()
    total = serializers.IntegerField()


class DatasetSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()
    version = serializers.IntegerField(help_text="datasets of one name are its versions")
    folder = serializers.CharField(allow_null=True)
    attack_s = serializers.FloatField(help_text="of the WAV files: seconds from their start to the peak")
    length_s = serializers.FloatField(help_text="of the WAV files")
    state = serializers.ChoiceField(choices=Dataset.State.choices)
    progress = ProgressSerializer(allow_null=True, help_text="while it is being prepared")
    kept = serializers.IntegerField()
    refused = RefusedSerializer(many=True, help_text="in lists the first 50 only")
    refused_count = serializers.IntegerField()
    error = serializers.CharField(allow_null=True)
    requested_by = serializers.CharField(allow_null=True)
    created = serializers.DateTimeField()


class DatasetListView(LimitedUploads, APIView):
    access = VIEWERS | TRAINERS
    parser_classes = (JSONParser, MultiPartParser)
    upload_limit_bytes = settings.MAX_ARCHIVE_BYTES

    @extend_schema(responses=DatasetSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Every dataset, newest first."""
        return Response(datasets_describe())

    @extend_schema(
        request={"application/json": FolderForm, "multipart/form-data": ArchiveForm},
        responses={201: DatasetSerializer},
    )
    def post(self, request: Request) -> Response:
        """Add a folder of this server, or a zip."""
        is_upload = (request.content_type or "").startswith("multipart/")
        dataset = _add_archive(request) if is_upload else _add_folder(request)
        return Response(dataset_describe(dataset), status=201)


def _add_folder(request: Request) -> Dataset:
    form = FolderForm(data=request.data)
    form.is_valid(raise_exception=True)
    return dataset_add_folder(requested_by=account_of(request), **form.validated_data)


def _add_archive(request: Request) -> Dataset:
    file = received_file(request, "archive")
    name = str(request.POST.get("name") or PurePath(file.name or "archive").stem[:100])
    form = ArchiveForm(data={"archive": file, "name": name})
    form.is_valid(raise_exception=True)
    path = Path(file.temporary_file_path())
    return dataset_add_archive(
        requested_by=account_of(request), name=form.validated_data["name"], archive=path
    )


class DatasetView(APIView):
    access = VIEWERS

    @extend_schema(responses=DatasetSerializer)
    def get(self, request: Request, pk: int) -> Response:
        """How far it is, and what was refused."""
        return Response(dataset_describe(dataset_get(pk)))
