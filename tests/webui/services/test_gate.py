"""The promotion gate, with a real worker that judges: refused versions, and those that need force."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pytest_django.fixtures import Settings
from rest_framework.test import APIClient

from sampler.artifact import read_manifest
from sampler.rundir import write_json
from tests.webui.judges import FACTORY, drums, judging_worker, publish_factory_model, true_golden
from webui.models import AuditEntry, Dataset, ModelVersion, Run
from webui.selectors.models import model_live, models_live
from webui.services.gate import candidate_measure, heldout_file, heldout_freeze
from webui.services.models import model_register, models_register

pytestmark = pytest.mark.django_db

Answer = Any
TESTED = 6
"""Sounds in a test set."""


@pytest.fixture(scope="module")
def shared_models(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The models folder of a real worker. Each test uses other names in it."""
    folder = tmp_path_factory.mktemp("judged")
    with judging_worker(folder):
        yield folder


@pytest.fixture
def models_dir(shared_models: Path, settings: Settings, folders: Path) -> Path:
    settings.MODELS_DIR = shared_models
    return shared_models


@pytest.fixture
def name(request: pytest.FixtureRequest, models_dir: Path) -> Iterator[str]:
    """A model whose version 1 is the factory model and live, with a frozen test set.

    Version 1 and the test set are the same in every test, so its measures are passed on.
    """
    given: str = (
        request.node.name.split("[")[0].replace("_", "-")[:40] + str(abs(hash(request.node.name)))[:8]
    )
    file = heldout_file(given)
    file.parent.mkdir(parents=True)
    drums(TESTED).save(file)
    model_register(folder=publish_factory_model(models_dir, given))
    measures, passed_on = file.with_name("measures-1.json"), models_dir.with_name("measures-1.json")
    if passed_on.exists():
        shutil.copy(passed_on, measures)
    yield given
    if measures.exists():
        shutil.copy(measures, passed_on)


def finished_run(folder: Path) -> Run:
    version = model_register(folder=folder)
    dataset = Dataset.objects.create(name="drums", state="ready")
    run = Run.objects.create(
        dataset=dataset, preset="modal", name=version.name, state="finished", model_version=version
    )
    candidate_measure(run=run, version=version, keep_going=lambda: True)
    return run


def publish(client: APIClient, run: Run, **body: object) -> Answer:
    return client.post(f"/api/runs/{run.pk}/publish/", body, format="json")


def squeezed() -> tuple[list[float], list[float]]:
    """Map tables with which every position has nearly the same sound."""
    first, second = (np.asarray(table) for table in read_manifest(FACTORY).map_tables)
    return (first[:1] + 1e-6 * np.arange(len(first))).tolist(), (
        second[:1] + 1e-6 * np.arange(len(second))
    ).tolist()


def test_a_good_candidate_goes_live(name: str, models_dir: Path, staff: APIClient) -> None:
    run = finished_run(publish_factory_model(models_dir, name, golden=true_golden()))
    answer = publish(staff, run)
    assert (answer.status_code, answer.json()) == (200, {"model": name, "version": "2"})
    assert model_live(name).version == "2"
    assert staff.get(f"/api/runs/{run.pk}/").json()["is_live"]
    entry = AuditEntry.objects.get()
    assert (entry.who, entry.action, entry.subject) == ("ada", "publish", f"{name}@2")
    assert entry.detail["instead_of"] == "1"
    assert publish(staff, run).status_code == 200


BROKEN: dict[str, dict[str, Any]] = {
    "not finite": {"map_tables": ([float("nan"), 1.0], [0.0, 1.0])},
    "not golden": {"golden": [{"x": 0.5, "y": 0.5, "seed": 0, "samples": [0.5] * 16, "levels": [0.5] * 8}]},
    "no golden": {"golden": [{"x": "here"}]},
}


@pytest.mark.parametrize("fault", BROKEN)
@pytest.mark.parametrize("force", [False, True])
def test_a_broken_candidate_never_goes_live(
    fault: str, force: bool, name: str, models_dir: Path, staff: APIClient
) -> None:
    run = finished_run(publish_factory_model(models_dir, name, **BROKEN[fault]))
    answer = publish(staff, run, force=force)
    assert (answer.status_code, answer["Content-Type"]) == (409, "application/problem+json")
    report = answer.json()["report"]
    assert not report["can_force"]
    assert report["reasons"]
    assert report["reasons"][0] in answer.json()["detail"]
    assert model_live(name).version == "1"
    assert not AuditEntry.objects.exists()


def test_files_changed_after_the_export_are_noticed(name: str, models_dir: Path, staff: APIClient) -> None:
    folder = publish_factory_model(models_dir, name)
    run = finished_run(folder)
    with (folder / "decoder.tflite").open("r+b") as file:
        file.seek(1000)
        file.write(b"changed")
    answer = publish(staff, run, force=True)
    assert answer.status_code == 409
    assert "changed" in answer.json()["detail"]


def test_a_broken_first_version_is_refused_as_well(models_dir: Path, staff: APIClient) -> None:
    run = finished_run(publish_factory_model(models_dir, "alone", **BROKEN["not finite"]))
    ModelVersion.objects.update(live_since=None)
    assert publish(staff, run, force=True).status_code == 409
    assert models_live() == []


def test_a_worse_candidate_goes_live_only_with_force(name: str, models_dir: Path, staff: APIClient) -> None:
    run = finished_run(publish_factory_model(models_dir, name, map_tables=squeezed()))
    answer = publish(staff, run)
    assert answer.status_code == 409
    report = answer.json()["report"]
    assert (report["candidate"], report["live"], report["can_force"]) == ("2", "1", True)
    assert f"further from {TESTED} real sounds" in report["reasons"][0]
    numbers = {row["name"]: row for row in report["numbers"]}
    assert numbers["map_only_db"]["candidate"] > numbers["map_only_db"]["live"] + 0.5
    assert staff.get(f"/api/runs/{run.pk}/report/").json() == report
    assert report["positions"][0]["live_url"].startswith(f"/api/models/{name}/1/sound.wav?x=0.5")
    assert model_live(name).version == "1"

    assert publish(staff, run, force=True).json() == {"model": name, "version": "2"}
    assert model_live(name).version == "2"
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.detail["objections"]) == ("publish anyway", report["reasons"])


def test_a_worse_candidate_goes_live_where_no_version_is_live(
    name: str, models_dir: Path, staff: APIClient
) -> None:
    run = finished_run(publish_factory_model(models_dir, name, map_tables=squeezed()))
    assert staff.post(f"/api/models/{name}/retire/", {"version": "1"}, format="json").status_code == 200
    assert publish(staff, run).status_code == 200


def test_without_a_test_set_publishing_needs_force(name: str, models_dir: Path, staff: APIClient) -> None:
    heldout_file(name).unlink()
    run = finished_run(publish_factory_model(models_dir, name))
    answer = publish(staff, run)
    assert answer.status_code == 503  # no ingest worker is there to freeze them
    Run.objects.update(state="running")
    assert publish(staff, run).status_code == 409
    assert "report" not in publish(staff, run).json()


@pytest.mark.parametrize("body", [{"force": "perhaps"}, {"strength": 3}])
def test_other_bodies_are_refused(body: dict[str, object], name: str, staff: APIClient) -> None:
    run = Run.objects.create(dataset=Dataset.objects.create(name="d"), preset="modal", name=name)
    assert publish(staff, run, **body).status_code == 400


def test_the_test_set_is_frozen_once(folders: Path, settings: Settings) -> None:
    settings.TESTSETS_DIR = folders / "testsets"
    data = drums(60)
    data.save(folders / "dataset.npz")
    run = Run.objects.create(dataset=Dataset.objects.create(name="d"), preset="modal", name="tom")
    folder = folders / "runs" / str(run.pk)
    folder.mkdir()
    held = [f"kit{number}" for number in range(12)]
    config = {"validation": None, "data": str(folders), "held_out": held, "fingerprint": data.fingerprint()}
    write_json(folder / "config.json", config)
    heldout_freeze(run=run, name="tom", keep_going=lambda: True)
    first = heldout_file("tom").read_bytes()
    assert len(type(data).load(heldout_file("tom"))) == 32
    write_json(folder / "config.json", {**config, "held_out": ["kit14"]})
    heldout_freeze(run=run, name="tom", keep_going=lambda: True)
    assert heldout_file("tom").read_bytes() == first


def test_measures_are_stored_beside_the_test_set(name: str, models_dir: Path, staff: APIClient) -> None:
    run = finished_run(publish_factory_model(models_dir, name))
    staff.get(f"/api/runs/{run.pk}/report/")
    kept = heldout_file(name).parent / "measures-2.json"
    before = json.loads(kept.read_text())
    assert before["measures"]["sounds"] == TESTED
    kept.write_text(json.dumps({**before, "measures": {**before["measures"], "click_share": 0.5}}))
    refused = publish(staff, run)
    assert "clicks at 50%" in refused.json()["detail"]
    (models_register(), publish(staff, run, force=True))
    assert model_live(name).version == "2"
