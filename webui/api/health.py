"""Health of the instrument, and its audit log."""

from typing import Any

from django.db import Error as DatabaseFailure
from django.http import HttpRequest, HttpResponse, JsonResponse
from drf_spectacular.utils import extend_schema
from kombu.exceptions import OperationalError as BrokerError
from redis.exceptions import RedisError
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from sampler.errors import DrumscapeError
from webui.api.access import VIEWERS
from webui.api.forms import MomentField, TextOrNull
from webui.api.problems import problem, problem_handler
from webui.selectors.audit import audit_latest
from webui.selectors.health import health_get
from webui.services.health import instrument_check


class DutySerializer(serializers.Serializer[Any]):
    name = serializers.CharField(help_text="recovery: queues jobs again whose worker has stopped")
    done = MomentField(source="done_at", help_text="when it was done last")
    is_late = serializers.BooleanField(help_text="true when its thread no longer does it")


class WorkerSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(help_text="web, decode, locate, judge, ingest or train")
    host = serializers.CharField()
    pid = serializers.IntegerField()
    warm = serializers.ListField(child=serializers.CharField(), help_text="models it keeps loaded")
    since = MomentField(source="started")
    duties = DutySerializer(many=True, help_text="what the process repeats in the background")


class ErrorSerializer(serializers.Serializer[Any]):
    at = MomentField()
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
    who = TextOrNull(help_text="null for the instrument itself")
    action = serializers.CharField()
    subject = serializers.CharField()
    detail = serializers.DictField()


class HealthView(APIView):
    access = VIEWERS

    @extend_schema(responses=HealthSerializer)
    def get(self, request: Request) -> Response:
        """Health of the instrument: queues, processes, recent errors, times of sounds, disk use."""
        return Response(HealthSerializer(health_get()).data)


class AuditView(APIView):
    access = VIEWERS

    @extend_schema(responses=AuditSerializer(many=True))
    def get(self, request: Request) -> Response:
        """List the latest 200 entries of the audit log, newest first."""
        return Response(AuditSerializer(audit_latest(), many=True).data)


def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200: this process is alive."""
    return JsonResponse({"status": "ok"})


def readyz(request: HttpRequest) -> HttpResponse:
    """Answer whether sounds can be rendered: asks database, broker and a decode worker."""
    try:
        instrument_check()
    except (DrumscapeError, RedisError, BrokerError, DatabaseFailure) as error:
        return problem_handler(error, {}) or problem(
            "database-silent", "The database does not answer: see its log."
        )
    return JsonResponse({"status": "ready"})
