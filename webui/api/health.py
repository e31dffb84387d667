"""For those who look after the instrument: how it is, and who did what."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from webui.api.access import VIEWERS
from webui.selectors.audit import audit_describe, audit_latest
from webui.selectors.health import health_describe


class WorkerSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(help_text="web, decode, locate, ingest or train")
    host = serializers.CharField()
    pid = serializers.IntegerField()
    warm = serializers.ListField(child=serializers.CharField(), help_text="models it keeps loaded")
    since = serializers.DateTimeField()


class ErrorSerializer(serializers.Serializer[Any]):
    at = serializers.DateTimeField()
    process = serializers.CharField()
    logger = serializers.CharField()
    message = serializers.CharField()
    cause = serializers.CharField(allow_null=True)


class LatencySerializer(serializers.Serializer[Any]):
    sounds = serializers.IntegerField(help_text="how many of the latest sounds these are of")
    p50_ms = serializers.FloatField(required=False)
    p95_ms = serializers.FloatField(required=False)
    p99_ms = serializers.FloatField(required=False)


class LatenciesSerializer(serializers.Serializer[Any]):
    render = LatencySerializer(help_text="within decode workers")
    answer = LatencySerializer(help_text="within the web, waiting included")


class DiskSerializer(serializers.Serializer[Any]):
    data_bytes = serializers.IntegerField()
    models_bytes = serializers.IntegerField()
    free_bytes = serializers.IntegerField()


class HealthSerializer(serializers.Serializer[Any]):
    queues = serializers.DictField(child=serializers.IntegerField(), help_text="messages that wait")
    workers = WorkerSerializer(many=True)
    errors = ErrorSerializer(many=True)  # type: ignore[assignment]  # a field is no attribute of the class
    latency = LatenciesSerializer()
    disk = DiskSerializer()


class AuditSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    at = serializers.DateTimeField()
    who = serializers.CharField(allow_null=True, help_text="null for the instrument itself")
    action = serializers.CharField()
    subject = serializers.CharField()
    detail = serializers.DictField()


class HealthView(APIView):
    access = VIEWERS

    @extend_schema(responses=HealthSerializer)
    def get(self, request: Request) -> Response:
        """Queues, workers, recent errors, how long sounds take, disk use."""
        return Response(health_describe())


class AuditView(APIView):
    access = VIEWERS

    @extend_schema(responses=AuditSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Who did what, the latest 200 entries, newest first."""
        return Response([audit_describe(entry) for entry in audit_latest()])
