"""Asking for trainings, without a worker that would do them."""

from pathlib import Path
from typing import Any

import pytest
from rest_framework.test import APIClient

from sampler.training.rundir import Progress, write_json, write_progress
from tests.webui.artefacts import publish_version
from webui.models import Dataset, ModelVersion, Run
from webui.services.models import models_register

pytestmark = pytest.mark.django_db
RUNS = "/api/runs/"


@pytest.fixture
def dataset(folders: Path) -> Dataset:
    return Dataset.objects.create(name="snares", state="ready", kept=60)


@pytest.fixture
def run(dataset: Dataset) -> Run:
    return Run.objects.create(dataset=dataset, preset="modal", name="snare", minutes=1)


def body(dataset: Dataset, changes: dict[str, Any]) -> dict[str, Any]:
    return {"dataset": dataset.pk, "preset": "modal", "name": "snare"} | changes


@pytest.mark.parametrize("budget", [{}, {"epochs": 5}, {"minutes": 0.5}, {"epochs": 5, "minutes": 10}])
def test_a_training_is_queued(budget: dict[str, Any], dataset: Dataset, staff: APIClient) -> None:
    answer = staff.post(RUNS, body(dataset, budget), format="json")
    assert answer.status_code == 201
    assert (
        answer.json().items()
        >= {"state": "queued", "epoch": 0, "step": 0, "history": {}, "error": None}.items()
    )
    assert staff.get(f"{RUNS}{answer.json()['id']}/").json() == answer.json()
    run = Run.objects.get()
    assert (run.epochs, run.minutes) == (budget.get("epochs"), budget.get("minutes"))
    assert run.requested_by is not None


@pytest.mark.parametrize(
    "wrong",
    [
        {"preset": "transformer"},
        {"name": "Snare"},
        {"name": "-snare"},
        {"name": "../snare"},
        {"name": "s" * 64},
        {"name": ""},
        {"epochs": 0},
        {"epochs": -3},
        {"epochs": 2.5},
        {"epochs": 10**9},
        {"minutes": 0},
        {"minutes": -1},
        {"minutes": "nan"},
        {"minutes": "inf"},
        {"minutes": 10**6},
        {"dataset": "x"},
        {"epoch": 3},
    ],
)
def test_absurd_parameters_are_refused_by_name(
    wrong: dict[str, Any], dataset: Dataset, staff: APIClient
) -> None:
    answer = staff.post(RUNS, body(dataset, wrong), format="json")
    assert answer.status_code == 400
    assert next(iter(wrong)) in answer.json()["detail"]
    assert not Run.objects.exists()


def test_a_dataset_must_exist_and_be_ready(dataset: Dataset, staff: APIClient) -> None:
    assert staff.post(RUNS, body(dataset, {"dataset": 999}), format="json").status_code == 404
    Dataset.objects.update(state="preparing")
    assert staff.post(RUNS, body(dataset, {}), format="json").status_code == 409


def test_progress_is_read_from_the_run_directory(run: Run, folders: Path, staff: APIClient) -> None:
    folder = folders / "runs" / str(run.pk)
    folder.mkdir()
    write_progress(
        folder, Progress("running", epoch=2, epochs=9, step=40, steps=180, eta_s=30.0, elapsed_s=9.0)
    )
    write_json(folder / "history.json", {"epoch": [1, 2], "loss": [0.5, float("nan")]})
    (folder / "log.txt").write_text("one\ntwo\n")
    answer = staff.get(f"{RUNS}{run.pk}/").json()
    assert answer.items() >= {"epoch": 2, "epochs": 9, "step": 40, "eta_s": 30.0}.items()
    assert answer["history"] == {"epoch": [1, 2], "loss": [0.5, None]}
    log = staff.get(f"{RUNS}{run.pk}/log/")
    assert (log["Content-Type"], log.content) == ("text/plain; charset=utf-8", b"one\ntwo\n")


@pytest.mark.parametrize(
    ("state", "action", "status", "then"),
    [
        ("queued", "cancel", 200, "cancelled"),
        ("running", "cancel", 200, "stopping"),
        ("stopping", "cancel", 200, "stopping"),
        ("finished", "cancel", 409, "finished"),
        ("cancelled", "cancel", 409, "cancelled"),
        ("cancelled", "resume", 200, "queued"),
        ("failed", "resume", 200, "queued"),
        ("queued", "resume", 409, "queued"),
        ("running", "resume", 409, "running"),
        ("finished", "resume", 409, "finished"),
        ("running", "publish", 409, "running"),
        ("finished", "publish", 409, "finished"),
        ("finished", "report", 405, "finished"),
    ],
)
def test_a_run_changes_as_its_state_allows(
    state: str, action: str, status: int, then: str, run: Run, staff: APIClient
) -> None:
    Run.objects.update(state=state)
    assert staff.post(f"{RUNS}{run.pk}/{action}/").status_code == status
    assert Run.objects.get().state == then


def test_a_run_tells_of_its_version(run: Run, folders: Path, staff: APIClient) -> None:
    publish_version(folders / "models")
    models_register()
    Run.objects.update(state="finished", model_version=ModelVersion.objects.get())
    answer = staff.get(f"{RUNS}{run.pk}/").json()
    assert (answer["metrics"], answer["version"], answer["is_live"]) == ({"sounds": 3}, "1", True)


ACTIONS = ["", "log/", "report/", "cancel/", "resume/", "publish/"]


@pytest.mark.parametrize("action", ACTIONS)
def test_runs_are_for_staff(action: str, run: Run, anonymous: APIClient, visitor: APIClient) -> None:
    for client, status in ((anonymous, 401), (visitor, 403)):
        assert client.post(f"{RUNS}{run.pk}/{action}").status_code in (status, 405)
        assert client.get(f"{RUNS}{run.pk}/{action}").status_code in (status, 405)
        assert client.get(RUNS).status_code == status
    assert Run.objects.get().state == "queued"


@pytest.mark.parametrize("action", ACTIONS)
def test_an_unknown_run_is_not_found(action: str, staff: APIClient) -> None:
    method = staff.get if action in ("", "log/", "report/") else staff.post
    assert method(f"{RUNS}99/{action}").status_code == 404
