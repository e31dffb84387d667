"""The promotion gate: the report of a candidate beside the live version, and publishing."""

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from webui.addresses import Location, SoundAddress
from webui.api.access import PUBLISHERS, VIEWERS
from webui.api.forms import Form, account_of
from webui.api.models import VersionSerializer
from webui.api.schema import ProblemSerializer
from webui.models import ModelVersion
from webui.selectors.runs import run_get
from webui.services.gate import candidate_publish, candidate_report
from webui.services.verdict import Comparison

COMPARED = ((0.5, 0.5), (0.15, 0.15), (0.85, 0.15), (0.15, 0.85), (0.85, 0.85))
"""Positions at which the candidate and the live version are heard side by side."""


class NumberSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    meaning = serializers.CharField()
    unit = serializers.CharField(help_text="share or dB; smaller is better")
    candidate = serializers.FloatField(allow_null=True)
    live = serializers.FloatField(allow_null=True)
    margin = serializers.FloatField(
        allow_null=True, help_text="how much worse than the live version is too much; null decides nothing"
    )


class PairSerializer(serializers.Serializer[Any]):
    x = serializers.FloatField()
    y = serializers.FloatField()
    candidate_url = serializers.CharField()
    live_url = serializers.CharField(allow_null=True)


class ReportSerializer(serializers.Serializer[Any]):
    """A candidate compared with the live version: faults, objections and measures."""

    model = serializers.CharField(source="candidate.name")
    candidate = serializers.CharField(source="candidate.version")
    live = serializers.CharField(
        source="rival.version", allow_null=True, help_text="null where no other version is live"
    )
    can_publish = serializers.BooleanField(source="verdict.can_publish")
    can_force = serializers.BooleanField(
        source="verdict.can_force", help_text="false for a version that is broken"
    )
    reasons = serializers.ListField(
        source="verdict.reasons", child=serializers.CharField(), help_text="what speaks against it"
    )
    numbers = NumberSerializer(source="verdict.numbers", many=True)
    positions = serializers.SerializerMethodField(help_text="where to hear both")

    @extend_schema_field(PairSerializer(many=True))
    def get_positions(self, compared: Comparison) -> Any:
        pairs = [
            {
                "x": x,
                "y": y,
                "candidate_url": _sound_url(compared.candidate, x, y),
                "live_url": compared.rival and _sound_url(compared.rival, x, y),
            }
            for x, y in COMPARED
        ]
        return PairSerializer(pairs, many=True).data


def _sound_url(row: ModelVersion, x: float, y: float) -> str:
    return SoundAddress(row.name, row.version, Location(x, y)).path


class RefusalSerializer(ProblemSerializer):
    report = ReportSerializer(required=False)


class PublishForm(Form):
    force = serializers.BooleanField(
        default=False, help_text="although it clicks or is worse than the live version; not if it is broken"
    )


class RunPublishView(APIView):
    access = PUBLISHERS

    @extend_schema(
        request=PublishForm,
        responses={200: VersionSerializer, (409, "application/problem+json"): RefusalSerializer},
    )
    def post(self, request: Request, pk: int) -> Response:
        """Make a run's version live, unless it is broken, clicks, or is worse than the live version."""
        form = PublishForm(data=request.data)
        form.is_valid(raise_exception=True)
        row = candidate_publish(run=run_get(pk), by=account_of(request), force=form.validated_data["force"])
        return Response(VersionSerializer(row).data)


class RunReportView(APIView):
    access = VIEWERS
    problems = {"GET": (409,)}

    @extend_schema(responses=ReportSerializer)
    def get(self, request: Request, pk: int) -> Response:
        """Compare a run's version with the live one: objections, measures, and sounds of both."""
        return Response(ReportSerializer(candidate_report(run=run_get(pk))).data)
