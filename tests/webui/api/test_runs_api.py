"""The calls for trainings, without a train worker."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django.fixtures import Settings
from rest_framework.test import APIClient

from sampler.families import presets
from sampler.rundir import Progress, append_history, note_mark, write_progress
from sampler.training.previews import POSITIONS, Preview, write_preview
from tests.webui.artefacts import publish_version
from webui.models import Dataset, ModelVersion, Run
from webui.selectors.estimates import training_estimate
from webui.selectors.runs import LISTED_EPOCHS
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
        {"preset": "samplernn-small"},
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
def test_parameters_out_of_range_are_refused_by_name(
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
    for epoch, loss in ((1, 0.5), (2, float("nan"))):
        append_history(folder, {"epoch": epoch, "loss": loss})
    note_mark(folder, 1, "slowed")
    (folder / "log.txt").write_text("one\ntwo\n")
    answer = staff.get(f"{RUNS}{run.pk}/").json()
    assert answer.items() >= {"epoch": 2, "epochs": 9, "step": 40, "eta_s": 30.0}.items()
    assert answer["history"] == {"epoch": [1, 2], "loss": [0.5, None]}
    assert answer["marks"] == [{"epoch": 1, "kind": "slowed"}]
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
def test_actions_depend_on_the_state_of_the_run(
    state: str, action: str, status: int, then: str, run: Run, staff: APIClient
) -> None:
    Run.objects.update(state=state)
    assert staff.post(f"{RUNS}{run.pk}/{action}/").status_code == status
    assert Run.objects.get().state == then


def test_a_run_reports_its_version(run: Run, folders: Path, staff: APIClient) -> None:
    publish_version(folders / "models")
    models_register()
    Run.objects.update(state="finished", model_version=ModelVersion.objects.get())
    answer = staff.get(f"{RUNS}{run.pk}/").json()
    assert (answer["metrics"], answer["version"], answer["is_live"]) == ({"sounds": 3}, "1", True)


def test_a_list_of_runs_has_part_of_a_long_history(run: Run, folders: Path, staff: APIClient) -> None:
    folder = folders / "runs" / str(run.pk)
    folder.mkdir()
    for epoch in range(1, 1001):
        append_history(folder, {"epoch": epoch, "loss": 1.0})
    assert len(staff.get(f"{RUNS}{run.pk}/").json()["history"]["epoch"]) == 1000
    (listed,) = staff.get(RUNS).json()
    assert len(listed["history"]["epoch"]) == len(listed["history"]["loss"]) <= LISTED_EPOCHS
    assert listed["history"]["epoch"][-1] == 1000


def test_a_queue_is_counted_and_left(dataset: Dataset, staff: APIClient) -> None:
    pks = [staff.post(RUNS, body(dataset, {}), format="json").json()["id"] for _ in range(3)]
    Run.objects.filter(pk=pks[0]).update(state="running")
    ahead = {one["id"]: one["ahead"] for one in staff.get(RUNS).json()}
    assert ahead == dict(zip(pks, (None, 1, 2), strict=True))
    assert staff.post(f"{RUNS}{pks[1]}/cancel/").status_code == 200
    assert staff.get(f"{RUNS}{pks[2]}/").json()["ahead"] == 1


def test_the_estimate_uses_measurements_when_there_are_some(
    dataset: Dataset, folders: Path, staff: APIClient
) -> None:
    def estimate() -> dict[str, Any]:
        answer = staff.get(f"{RUNS}estimate/", {"dataset": str(dataset.pk), "preset": "modal"})
        assert answer.status_code == 200
        found: dict[str, Any] = answer.json()
        return found

    guess = estimate()
    assert (guess["steps"], guess["measured"], guess["ahead"]) == (60 * 13, False, 0)
    for seconds, is_measured in ((30.0, False), (100.0, True)):
        run = Run.objects.create(dataset=dataset, preset="modal", name="snare", state="cancelled")
        (folders / "runs" / str(run.pk)).mkdir()
        write_progress(folders / "runs" / str(run.pk), Progress("cancelled", step=200, elapsed_s=seconds))
        assert estimate()["measured"] == is_measured
    assert estimate()["seconds"] == pytest.approx(60 * 13 / 2)
    for wrong, status in (({"preset": "none"}, 400), ({"dataset": "99"}, 404), ({"dataset": ""}, 400)):
        query: dict[str, str] = {"dataset": str(dataset.pk), "preset": "modal", **wrong}
        assert staff.get(f"{RUNS}estimate/", query).status_code == status


def test_every_preset_has_an_estimate(dataset: Dataset) -> None:
    assert all(training_estimate(preset=name, dataset=dataset).seconds > 1 for name in presets())


def test_previews_are_listed_and_served(run: Run, folders: Path, staff: APIClient) -> None:
    assert staff.get(f"{RUNS}{run.pk}/previews/").json() == []
    sounds = [np.full(8, 0.5, np.float32)] * len(POSITIONS)
    write_preview(folders / "runs" / str(run.pk), Preview(40, 2, 9.0), sounds)
    (preview,) = staff.get(f"{RUNS}{run.pk}/previews/").json()
    assert (preview["step"], preview["epoch"], preview["elapsed_s"]) == (40, 2, 9.0)
    assert [sound["position"] for sound in preview["sounds"]] == list(POSITIONS)
    for sound in preview["sounds"]:
        answer = staff.get(sound["url"])
        assert (answer.status_code, answer["Content-Type"]) == (200, "audio/wav")
        assert answer.content[:4] == b"RIFF"
    for gone in ("41/0", "40/9", f"{'9' * 300}/0"):
        assert staff.get(f"{RUNS}{run.pk}/previews/{gone}.wav").status_code == 404


def test_the_page_of_a_run_links_to_tensorboard_where_there_is_one(
    run: Run, settings: Settings, client: Client, staff_user: User
) -> None:
    client.force_login(staff_user)
    assert "TensorBoard" not in client.get(f"/dashboard/runs/{run.pk}/").content.decode()
    settings.TENSORBOARD_URL = "https://drums.example/board/"
    page = client.get(f"/dashboard/runs/{run.pk}/").content.decode()
    assert f'href="https://drums.example/board/?runFilter=%5E{run.pk}%2F#timeseries"' in page
    assert client.get("/dashboard/runs/99/").status_code == 404


ACTIONS = ["", "log/", "previews/", "previews/1/1.wav", "report/", "cancel/", "resume/", "publish/"]


READ = ACTIONS[:5]


@pytest.mark.parametrize("action", ACTIONS)
def test_runs_are_for_staff(action: str, run: Run, anonymous: APIClient, visitor: APIClient) -> None:
    for client, status in ((anonymous, 401), (visitor, 403)):
        assert client.post(f"{RUNS}{run.pk}/{action}").status_code in (status, 405)
        assert client.get(f"{RUNS}{run.pk}/{action}").status_code in (status, 405)
        assert client.get(RUNS).status_code == status
    assert Run.objects.get().state == "queued"


@pytest.mark.parametrize("action", ACTIONS)
def test_an_unknown_run_is_not_found(action: str, staff: APIClient) -> None:
    method = staff.get if action in READ else staff.post
    assert method(f"{RUNS}99/{action}").status_code == 404
