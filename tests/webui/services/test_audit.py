"""The audit log: written with every action, read by staff."""

from pathlib import Path

import pytest
from rest_framework.test import APIClient

from webui.models import AuditEntry, Dataset, Run

pytestmark = pytest.mark.django_db


def test_every_step_of_a_training_is_logged(folders: Path, staff: APIClient) -> None:
    (folders / "roots" / "kit").mkdir()
    folder = {"name": "kit", "folder": str(folders / "roots" / "kit")}
    assert staff.post("/api/datasets/", folder, format="json").status_code == 201
    Dataset.objects.update(state="ready")
    wanted = {"dataset": Dataset.objects.get().pk, "preset": "modal", "name": "snare"}
    run = staff.post("/api/runs/", wanted, format="json").json()["id"]
    assert staff.post(f"/api/runs/{run}/cancel/").status_code == 200
    assert staff.post(f"/api/runs/{run}/resume/").status_code == 200
    entries = staff.get("/api/audit/").json()
    assert [entry["action"] for entry in entries] == [
        "run resume",
        "run cancel",
        "run create",
        "dataset create",
    ]
    assert {entry["who"] for entry in entries} == {"ada"}
    assert entries[2]["detail"] == {"model": "snare", "preset": "modal", "dataset": "kit"}
    assert entries[2]["subject"] == f"run {run}"


def test_refused_actions_are_not_logged(folders: Path, staff: APIClient) -> None:
    run = Run.objects.create(
        dataset=Dataset.objects.create(name="d"), preset="modal", name="s", state="failed"
    )
    assert staff.post(f"/api/runs/{run.pk}/cancel/").status_code == 409
    assert staff.post("/api/datasets/", {"name": "x", "folder": "/etc"}, format="json").status_code == 400
    assert not AuditEntry.objects.exists()


def test_an_entry_outlives_the_account(folders: Path, staff: APIClient, staff_user: object) -> None:
    run = Run.objects.create(dataset=Dataset.objects.create(name="d"), preset="modal", name="snare")
    staff.post(f"/api/runs/{run.pk}/cancel/")
    staff_user.delete()  # type: ignore[attr-defined]
    entry = AuditEntry.objects.get()
    assert (entry.user, entry.who) == (None, "ada")
