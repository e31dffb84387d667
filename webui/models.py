"""The rows of the database: versions of models, datasets, runs, and the audit log.

A dataset and a run are long jobs: their rows hold what another worker needs to take them up again.
"""

from typing import ClassVar

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone

from webui.sentences import sentence

NAME_PATTERN = r"[a-z0-9][a-z0-9-]{0,62}"
name_validator = RegexValidator(
    rf"^{NAME_PATTERN}\Z", "Use up to 63 small letters, digits and hyphens, not a hyphen first."
)

LEASE_S = 20
"""A worker that has not renewed the heartbeat of its job for so long has lost it."""


class ModelVersion(models.Model):
    """One immutable artefact in MODELS_DIR.

    The live version of a name is, of those with a `live_since`, the one with the largest `live_order`: clocks
    go back, a sequence does not. Publishing sets both, rolling back clears `live_since`, each in one update;
    earlier ones are the history that a rollback goes back through. A
    retired version is neither listed nor live, but its address keeps working.
    """

    name = models.CharField(max_length=63, validators=[name_validator])
    version = models.CharField(max_length=20)
    summary = models.JSONField(
        default=dict, help_text="What the API answers about the model, from its manifest."
    )
    live_since = models.DateTimeField(null=True, blank=True)
    live_order = models.BigIntegerField(
        default=0, db_default=0, help_text="Counts what went live, within a name."
    )
    first_live_at = models.DateTimeField(
        null=True, blank=True, help_text="When producers first got it: a rollback may return to it."
    )
    retired_at = models.DateTimeField(null=True, blank=True)
    is_available = models.BooleanField(
        default=True, help_text="Its folder was found and verified at the last start."
    )
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ("name", "-id")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name", "version"], name="one_row_per_version")
        ]
        permissions: ClassVar = [
            ("view_dashboard", "Can see the dashboard: sounds, trainings, health, history"),
            ("train", "Can add sounds and start, stop and resume trainings"),
            ("publish", "Can make versions live, roll back and retire"),
        ]

    def __str__(self) -> str:
        return f"{self.name}@{self.version}"


class Job(models.Model):
    """A long job. A worker claims it by a conditional update and holds it by renewing `heartbeat_at`."""

    state = models.CharField(max_length=20, default="queued")
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL
    )
    created_at = models.DateTimeField(default=timezone.now)
    queued_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    worker = models.CharField(max_length=80, blank=True, help_text="Who holds the job: a token per attempt.")
    error_code = models.CharField(max_length=60, blank=True, help_text="One of `PROBLEMS`, or empty.")
    error_parameters = models.JSONField(default=dict, blank=True)

    class Meta:
        abstract = True

    @property
    def error(self) -> str:
        """What the user reads of why the job failed; empty if it did not."""
        return sentence(self.error_code, self.error_parameters)


class Dataset(Job):
    """A folder of prepared hits: one version of a name, never changed once it is ready.

    `source` is the admin's own folder, or empty for an uploaded zip. The recordings of a zip lie with the
    first version that was made of it; `origin` of later versions points to that one.
    """

    class State(models.TextChoices):
        QUEUED = "queued"
        PREPARING = "preparing"
        READY = "ready"
        FAILED = "failed"

    name = models.CharField(max_length=100)
    version = models.PositiveIntegerField(default=1)
    origin = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    attack_s = models.FloatField(default=0.1, help_text="Of the WAV files: from their start to the peak.")
    length_s = models.FloatField(default=0.4, help_text="Of the WAV files.")
    source = models.CharField(max_length=1000, blank=True)
    state = models.CharField(max_length=20, choices=State, default=State.QUEUED)
    kept = models.PositiveIntegerField(default=0)
    refused = models.JSONField(
        default=list, help_text='[{"file", "reason", "parameters"}], the first MOST_REFUSED of them'
    )
    refused_total = models.PositiveIntegerField(
        null=True, help_text="How many were refused; none for rows that keep all of them."
    )

    class Meta:
        ordering = ("-id",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name", "version"], name="one_dataset_per_version")
        ]

    def __str__(self) -> str:
        return f"{self.label} ({self.state})"

    @property
    def label(self) -> str:
        return f"{self.name} v{self.version}"

    @property
    def refused_count(self) -> int:
        """How many files were refused. The row keeps the first; its report has all of them."""
        return len(self.refused) if self.refused_total is None else self.refused_total


class Run(Job):
    """One training: `finished` means that its model is exported and verified."""

    class State(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        STOPPING = "stopping"
        FINISHED = "finished"
        CANCELLED = "cancelled"
        FAILED = "failed"

    dataset = models.ForeignKey(Dataset, on_delete=models.PROTECT, related_name="runs")
    preset = models.CharField(max_length=40)
    name = models.CharField(
        max_length=63, validators=[name_validator], help_text="The model that a new version is for."
    )
    epochs = models.PositiveIntegerField(null=True, blank=True)
    minutes = models.FloatField(null=True, blank=True)
    state = models.CharField(max_length=20, choices=State, default=State.QUEUED)
    model_version = models.OneToOneField(ModelVersion, null=True, blank=True, on_delete=models.SET_NULL)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"run {self.pk}: {self.preset} for {self.name} ({self.state})"


class ApiToken(models.Model):
    """A token of an account for scripts. Deleting the row revokes it."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of its text, which is not kept.")
    scope = models.CharField(max_length=20, help_text="The largest role that calls with it have.")
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField(
        null=True, blank=True, help_text="Empty for tokens of earlier releases."
    )

    def __str__(self) -> str:
        return f"a token of {self.account}"


class AcceptedRequest(models.Model):
    """A request with an Idempotency-Key, and the job that it made: a repeated request makes no other job."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 of what was asked for.")
    made = models.BigIntegerField(null=True, help_text="The primary key of the job.")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "key"], name="one_request_per_key")
        ]

    def __str__(self) -> str:
        return f"{self.key} of account {self.account_id}"


class AuditEntry(models.Model):
    """Who did what, and when. Rows are only ever added."""

    class Action(models.TextChoices):
        DATASET_CREATE = "dataset create"
        RUN_CREATE = "run create"
        RUN_CANCEL = "run cancel"
        RUN_RESUME = "run resume"
        PUBLISH = "publish"
        PUBLISH_ANYWAY = "publish anyway"
        ROLLBACK = "rollback"
        RETIRE = "retire"

    at = models.DateTimeField(default=timezone.now, db_index=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    who = models.CharField(
        max_length=150, blank=True, help_text="The name at the time; empty for the instrument itself."
    )
    action = models.CharField(max_length=20, choices=Action)
    subject = models.CharField(max_length=200, help_text="What it was done to, such as snare@3 or run 12.")
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ("-id",)
        verbose_name_plural = "audit entries"

    def __str__(self) -> str:
        return f"{self.who or 'the instrument'}: {self.action} {self.subject}"
