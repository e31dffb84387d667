"""Runs: viewers read, trainers start and stop."""

import math
from dataclasses import asdict
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from sampler.families import presets
from sampler.rundir import RESUMED, SLOWED, WENT_BACK
from sampler.training.plan import MAX_EPOCHS, MAX_MINUTES
from sampler.training.previews import POSITIONS, Preview
from webui.api.access import TRAINERS, VIEWERS
from webui.api.forms import (
    IDEMPOTENCY_KEY,
    FiniteField,
    Form,
    MetricsField,
    NameField,
    TextOrNull,
    account_of,
    idempotency_key,
)
from webui.models import Run
from webui.selectors.datasets import dataset_get
from webui.selectors.estimates import training_estimate
from webui.selectors.runs import (
    RunReport,
    run_get,
    run_log,
    run_preview_sound,
    run_previews,
    run_report,
    runs_all,
    runs_report,
    runs_waiting,
)
from webui.services.idempotency import once
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
    position = serializers.CharField(help_text="where on the map, in words")
    x = serializers.FloatField()
    y = serializers.FloatField()
    url = serializers.CharField()


class PreviewSerializer(serializers.Serializer[Any]):
    """Sounds that the run rendered while it trained."""

    step = serializers.IntegerField()
    epoch = serializers.IntegerField()
    elapsed_s = serializers.FloatField()
    sounds = serializers.SerializerMethodField()

    @extend_schema_field(PreviewSoundSerializer(many=True))
    def get_sounds(self, preview: Preview) -> Any:
        sounds = [
            {"position": name, "x": x, "y": y, "url": self._url(preview.step, number)}
            for number, (name, (x, y)) in enumerate(POSITIONS.items())
        ]
        return PreviewSoundSerializer(sounds, many=True).data

    def _url(self, step: int, position: int) -> str:
        names = {"pk": self.context["run"].pk, "step": step, "position": position}
        return reverse("api:run-preview-sound", kwargs=names)


@extend_schema_field(
    {"type": "object", "additionalProperties": {"type": "array", "items": {"type": ["number", "null"]}}}
)
class HistoryField(serializers.Field[Any, Any, Any, Any]):
    """Losses per epoch by name. JSON has no number for a loss that is NaN or infinite: it becomes null."""

    def to_representation(self, value: dict[str, list[float]]) -> dict[str, list[float | None]]:
        return {
            name: [loss if math.isfinite(loss) else None for loss in losses] for name, losses in value.items()
        }


class RunSerializer(serializers.Serializer[Any]):
    """A training: its state, progress and outcome."""

    id = serializers.IntegerField(source="run.pk")
    dataset = serializers.IntegerField(source="run.dataset_id")
    dataset_name = serializers.CharField(source="run.dataset.label")
    preset = serializers.CharField(source="run.preset")
    preset_title = serializers.SerializerMethodField()
    name = serializers.CharField(source="run.name")
    minutes = serializers.FloatField(source="run.minutes", allow_null=True)
    state = serializers.ChoiceField(source="run.state", choices=Run.State.choices)
    ahead = serializers.IntegerField(allow_null=True, help_text="trainings before a queued one")
    epoch = serializers.IntegerField(source="progress.epoch", allow_null=True)
    epochs = serializers.IntegerField(source="progress.epochs", allow_null=True)
    step = serializers.IntegerField(source="progress.step", allow_null=True)
    steps = serializers.IntegerField(source="progress.steps", allow_null=True)
    eta_s = FiniteField(source="progress.eta_s", allow_null=True)
    elapsed_s = FiniteField(source="progress.elapsed_s", allow_null=True)
    warning = TextOrNull(source="progress.warning", help_text="of too little data")
    history = HistoryField()
    marks = MarkSerializer(many=True, help_text="where it was resumed, went back, or slowed")
    metrics = MetricsField(source="run.model_version.summary.metrics", default=dict)
    version = serializers.CharField(source="run.model_version.version", allow_null=True)
    is_live = serializers.BooleanField()
    error = TextOrNull(source="run.error")
    requested_by = TextOrNull(source="run.requested_by.username")
    created = serializers.DateTimeField(source="run.created_at")

    def get_preset_title(self, report: RunReport) -> str:
        known = presets().get(report.run.preset)
        return known.title if known else report.run.preset


class RunListView(APIView):
    access = VIEWERS | TRAINERS
    problems = {"POST": (404, 409, 422)}

    @extend_schema(responses=RunSerializer(many=True))
    def get(self, request: Request) -> Response:
        """List all runs, newest first."""
        return Response(RunSerializer(runs_report(runs_all()), many=True).data)

    @extend_schema(parameters=[IDEMPOTENCY_KEY], request=RunForm, responses={201: RunSerializer})
    def post(self, request: Request) -> Response:
        """Start a training."""
        form = RunForm(data=request.data)
        form.is_valid(raise_exception=True)
        account, wanted = account_of(request), form.validated_data
        run = once(
            by=account,
            key=idempotency_key(request),
            asked=sorted(wanted.items()),
            kind=Run,
            make=lambda: run_create(requested_by=account, **wanted),
        )
        return Response(RunSerializer(run_report(run)).data, status=201)


class RunEstimateView(APIView):
    access = VIEWERS
    problems = {"GET": (404,)}

    @extend_schema(parameters=[EstimateForm], responses=EstimateSerializer)
    def get(self, request: Request) -> Response:
        """Estimate how long a training takes until all epochs of its preset are done."""
        form = EstimateForm(data=request.query_params)
        form.is_valid(raise_exception=True)
        dataset = dataset_get(form.validated_data["dataset"])
        estimate = training_estimate(preset=form.validated_data["preset"], dataset=dataset)
        return Response(EstimateSerializer({**asdict(estimate), "ahead": runs_waiting()}).data)


class RunView(APIView):
    access = VIEWERS

    @extend_schema(responses=RunSerializer)
    def get(self, request: Request, pk: int) -> Response:
        """One run, with its whole history."""
        return Response(RunSerializer(run_report(run_get(pk))).data)


class RunLogView(APIView):
    access = VIEWERS

    @extend_schema(responses={(200, "text/plain"): str})
    def get(self, request: Request, pk: int) -> HttpResponse:
        """The end of the training's log."""
        return HttpResponse(run_log(run_get(pk)), content_type="text/plain; charset=utf-8")


class RunPreviewsView(APIView):
    access = VIEWERS

    @extend_schema(responses=PreviewSerializer(many=True))
    def get(self, request: Request, pk: int) -> Response:
        """List the previews of a run, oldest first. All are at the same positions of its map."""
        run = run_get(pk)
        return Response(PreviewSerializer(run_previews(run), many=True, context={"run": run}).data)


class RunPreviewSoundView(APIView):
    access = VIEWERS

    @extend_schema(responses={(200, "audio/wav"): bytes})
    def get(self, request: Request, pk: int, step: int, position: int) -> HttpResponse:
        """The WAV of one preview."""
        return HttpResponse(run_preview_sound(run_get(pk), step, position), content_type="audio/wav")


class RunCancelView(APIView):
    access = TRAINERS
    problems = {"POST": (409,)}

    @extend_schema(request=None, responses=RunSerializer)
    def post(self, request: Request, pk: int) -> Response:
        """Stop a run and keep its checkpoint."""
        run = run_cancel(run=run_get(pk), by=account_of(request))
        return Response(RunSerializer(run_report(run)).data)


class RunResumeView(APIView):
    access = TRAINERS
    problems = {"POST": (409,)}

    @extend_schema(request=None, responses=RunSerializer)
    def post(self, request: Request, pk: int) -> Response:
        """Continue a run from its checkpoint."""
        run = run_resume(run=run_get(pk), by=account_of(request))
        return Response(RunSerializer(run_report(run)).data)
