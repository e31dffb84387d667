"""Trainings: viewers look, trainers start and stop, publishers publish."""

from dataclasses import asdict
from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from sampler.rundir import RESUMED, SLOWED, WENT_BACK
from sampler.training.trainer import MAX_EPOCHS, MAX_MINUTES
from webui.api.access import PUBLISHERS, TRAINERS, VIEWERS
from webui.api.forms import FiniteField, Form, NameField, account_of
from webui.api.models import VersionSerializer
from webui.api.reports import RefusalSerializer, ReportSerializer
from webui.models import Run
from webui.selectors.datasets import dataset_get
from webui.selectors.estimates import training_estimate
from webui.selectors.runs import (
    run_describe,
    run_get,
    run_log,
    run_preview_sound,
    run_previews,
    runs_all,
    runs_describe,
    runs_waiting,
)
from webui.services.gate import candidate_publish, candidate_report
from webui.services.runs import run_cancel, run_create, run_resume


class EstimateForm(Form):
    dataset = serializers.IntegerField()
    preset = serializers.CharField(max_length=40)


class RunForm(EstimateForm):
    name = NameField(help_text="the model that gets a new version")
    epochs = serializers.IntegerField(min_value=1, max_value=MAX_EPOCHS, required=False, allow_null=True)
    minutes = FiniteField(min_value=0.05, max_value=MAX_MINUTES, required=False, allow_null=True)


class EstimateSerializer(serializers.Serializer[Any]):
    steps = serializers.IntegerField()
    seconds = serializers.FloatField(help_text="until all of the preset's epochs are done")
    measured = serializers.BooleanField(help_text="from runs of this studio, not from another machine")
    ahead = serializers.IntegerField(help_text="trainings that come before a new one")


class MarkSerializer(serializers.Serializer[Any]):
    epoch = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=[RESUMED, WENT_BACK, SLOWED])


class PreviewSoundSerializer(serializers.Serializer[Any]):
    place = serializers.CharField(help_text="where on the map, in words")
    x = serializers.FloatField()
    y = serializers.FloatField()
    url = serializers.CharField()


class PreviewSerializer(serializers.Serializer[Any]):
    step = serializers.IntegerField()
    epoch = serializers.IntegerField()
    elapsed_s = serializers.FloatField()
    sounds = PreviewSoundSerializer(many=True)


class RunSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    dataset = serializers.IntegerField()
    dataset_name = serializers.CharField()
    preset = serializers.CharField()
    preset_title = serializers.CharField()
    name = serializers.CharField()
    minutes = serializers.FloatField(allow_null=True)
    state = serializers.ChoiceField(choices=Run.State.choices)
    ahead = serializers.IntegerField(allow_null=True, help_text="trainings that come before it, while queued")
    epoch = serializers.IntegerField()
    epochs = serializers.IntegerField()
    step = serializers.IntegerField()
    steps = serializers.IntegerField()
    eta_s = serializers.FloatField(allow_null=True)
    elapsed_s = serializers.FloatField()
    history = serializers.DictField(
        child=serializers.ListField(child=serializers.FloatField(allow_null=True))
    )
    marks = serializers.ListField(
        child=MarkSerializer(), help_text="where it was resumed, went back, or slowed"
    )
    metrics = serializers.DictField()
    version = serializers.CharField(allow_null=True)
    is_live = serializers.BooleanField()
    warning = serializers.CharField(allow_null=True, help_text="of too little data")
    error = serializers.CharField(allow_null=True)
    requested_by = serializers.CharField(allow_null=True)
    created = serializers.DateTimeField()


class RunListView(APIView):
    access = VIEWERS | TRAINERS

    @extend_schema(responses=RunSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Every run, newest first."""
        return Response(runs_describe(runs_all()))

    @extend_schema(request=RunForm, responses={201: RunSerializer})
    def post(self, request: Request) -> Response:
        """Start a training."""
        form = RunForm(data=request.data)
        form.is_valid(raise_exception=True)
        run = run_create(requested_by=account_of(request), **form.validated_data)
        return Response(run_describe(run), status=201)


class RunEstimateView(APIView):
    access = VIEWERS

    @extend_schema(parameters=[EstimateForm], responses=EstimateSerializer)
    def get(self, request: Request) -> Response:
        """How long a training would take, if all of its preset's epochs were done."""
        form = EstimateForm(data=request.query_params)
        form.is_valid(raise_exception=True)
        dataset = dataset_get(form.validated_data["dataset"])
        estimate = training_estimate(preset=form.validated_data["preset"], dataset=dataset)
        return Response({**asdict(estimate), "ahead": runs_waiting()})


class RunView(APIView):
    access = VIEWERS

    @extend_schema(responses=RunSerializer)
    def get(self, request: Request, pk: int) -> Response:
        """How far it is."""
        return Response(run_describe(run_get(pk)))


class RunLogView(APIView):
    access = VIEWERS

    @extend_schema(responses={(200, "text/plain"): str})
    def get(self, request: Request, pk: int) -> HttpResponse:
        """The end of what the training printed."""
        return HttpResponse(run_log(run_get(pk)), content_type="text/plain; charset=utf-8")


class RunPreviewsView(APIView):
    access = VIEWERS

    @extend_schema(responses=PreviewSerializer(many=True))
    def get(self, request: Request, pk: int) -> Response:
        """What its map sounded like on the way, oldest first: the same places each time."""
        return Response(run_previews(run_get(pk)))


class RunPreviewSoundView(APIView):
    access = VIEWERS

    @extend_schema(responses={(200, "audio/wav"): bytes})
    def get(self, request: Request, pk: int, step: int, place: int) -> HttpResponse:
        """One of these sounds."""
        return HttpResponse(run_preview_sound(run_get(pk), step, place), content_type="audio/wav")


class RunCancelView(APIView):
    access = TRAINERS

    @extend_schema(request=None, responses=RunSerializer)
    def post(self, request: Request, pk: int) -> Response:
        """Stop it and keep its checkpoint."""
        return Response(run_describe(run_cancel(run=run_get(pk), by=account_of(request))))


class RunResumeView(APIView):
    access = TRAINERS

    @extend_schema(request=None, responses=RunSerializer)
    def post(self, request: Request, pk: int) -> Response:
        """Go on from its checkpoint."""
        return Response(run_describe(run_resume(run=run_get(pk), by=account_of(request))))


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
        """Make its version live, unless it is broken, clicks, or is worse than the live version."""
        form = PublishForm(data=request.data)
        form.is_valid(raise_exception=True)
        row = candidate_publish(run=run_get(pk), by=account_of(request), force=form.validated_data["force"])
        return Response({"model": row.name, "version": row.version})


class RunReportView(APIView):
    access = VIEWERS

    @extend_schema(responses=ReportSerializer)
    def get(self, request: Request, pk: int) -> Response:
        """Its version beside the live one: what speaks against it, the numbers, and where to hear both."""
        return Response(candidate_report(run=run_get(pk)))
