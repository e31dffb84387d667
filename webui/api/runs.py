"""Trainings, for staff."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from sampler.training.trainer import MAX_EPOCHS, MAX_MINUTES
from webui.api.forms import FiniteField, Form, NameField, member_of_staff
from webui.api.models import VersionSerializer
from webui.models import Run
from webui.selectors.runs import run_describe, run_get, run_log, runs_all, runs_describe
from webui.services.runs import run_cancel, run_create, run_publish, run_resume


class RunForm(Form):
    dataset = serializers.IntegerField()
    preset = serializers.CharField(max_length=40)
    name = NameField(help_text="the model that gets a new version")
    epochs = serializers.IntegerField(min_value=1, max_value=MAX_EPOCHS, required=False, allow_null=True)
    minutes = FiniteField(min_value=0.05, max_value=MAX_MINUTES, required=False, allow_null=True)


class RunSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    dataset = serializers.IntegerField()
    dataset_name = serializers.CharField()
    preset = serializers.CharField()
    name = serializers.CharField()
    minutes = serializers.FloatField(allow_null=True)
    state = serializers.ChoiceField(choices=Run.State.choices)
    epoch = serializers.IntegerField()
    epochs = serializers.IntegerField()
    step = serializers.IntegerField()
    steps = serializers.IntegerField()
    eta_s = serializers.FloatField(allow_null=True)
    elapsed_s = serializers.FloatField()
    history = serializers.DictField(
        child=serializers.ListField(child=serializers.FloatField(allow_null=True))
    )
    metrics = serializers.DictField()
    version = serializers.CharField(allow_null=True)
    is_live = serializers.BooleanField()
    warning = serializers.CharField(allow_null=True, help_text="of too little data")
    error = serializers.CharField(allow_null=True)
    requested_by = serializers.CharField(allow_null=True)
    created = serializers.DateTimeField()


class RunListView(APIView):
    @extend_schema(responses=RunSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Every run, newest first."""
        return Response(runs_describe(runs_all()))

    @extend_schema(request=RunForm, responses={201: RunSerializer})
    def post(self, request: Request) -> Response:
        """Start a training."""
        form = RunForm(data=request.data)
        form.is_valid(raise_exception=True)
        run = run_create(requested_by=member_of_staff(request), **form.validated_data)
        return Response(run_describe(run), status=201)


class RunView(APIView):
    @extend_schema(responses=RunSerializer)
    def get(self, request: Request, pk: int) -> Response:
        """How far it is."""
        return Response(run_describe(run_get(pk)))


class RunLogView(APIView):
    @extend_schema(responses={(200, "text/plain"): str})
    def get(self, request: Request, pk: int) -> HttpResponse:
        """The end of what the training printed."""
        return HttpResponse(run_log(run_get(pk)), content_type="text/plain; charset=utf-8")


class RunCancelView(APIView):
    @extend_schema(request=None, responses=RunSerializer)
    def post(self, request: Request, pk: int) -> Response:
        """Stop it and keep its checkpoint."""
        return Response(run_describe(run_cancel(run=run_get(pk))))


class RunResumeView(APIView):
    @extend_schema(request=None, responses=RunSerializer)
    def post(self, request: Request, pk: int) -> Response:
        """Go on from its checkpoint."""
        return Response(run_describe(run_resume(run=run_get(pk))))


class RunPublishView(APIView):
    @extend_schema(request=None, responses=VersionSerializer)
    def post(self, request: Request, pk: int) -> Response:
        """Make its version live."""
        row = run_publish(run=run_get(pk))
        return Response({"model": row.name, "version": row.version})
