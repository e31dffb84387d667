"""The promotion gate with everything real: a trained model goes live, and better, worse, clicking and broken
versions after it are told apart.
"""

import subprocess
import sys
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import requests

from sampler.artifact import read_manifest
from sampler.dataset.hits import Dataset
from tests.integration.admin import Admin
from tests.integration.clients import Clients, licence_of, position_of, sound_url
from tests.integration.conftest import FRESH, Trained
from tests.live_studio import ROOT
from tests.waiting import until
from tests.webui.judges import FACTORY, publish_factory_model, true_golden

pytestmark = pytest.mark.stack
NAME, SWAPPED = FRESH, "swapped"
ADOPT = """
from webui.models import *; from webui.services.models import model_register
version = model_register(folder=__import__("pathlib").Path("{folder}"))
print(Run.objects.create(dataset=Dataset.objects.first(), preset="modal", name=version.name,
                         state="finished", model_version=version).pk)
"""


def adopt(staff: Admin, folder: Path) -> str:
    """The address of a run that exported the version in `folder`."""
    done = staff.studio.manage("shell", "--no-imports", "-c", ADOPT.format(folder=folder))
    assert done.returncode == 0, done.stderr
    return f"runs/{done.stdout.split()[-1]}/"


def candidate(staff: Admin, **changes: Any) -> str:
    return adopt(staff, publish_factory_model(staff.studio.models_dir, NAME, **changes))


def live_version(staff: Admin) -> str:
    version: str = staff.get(f"models/{NAME}/")["version"]
    return version


def test_good_versions_go_live_and_broken_ones_do_not(staff: Admin, trained: Trained, tmp_path: Path) -> None:
    assert live_version(staff) == "1"
    testset = staff.studio.var / "testsets" / NAME / "dataset.npz"
    frozen = testset.read_bytes()
    assert 1 <= len(Dataset.load(testset)) <= 32
    assert (testset.parent / "measures-1.json").exists()
    old = f"{staff.studio.url}/api/models/{NAME}/1/sound.wav?x=0.4&y=0.6"
    before = requests.get(old, timeout=60).content

    good = candidate(staff, golden=true_golden())
    assert staff.post(f"{good}publish/", 200) == {"model": NAME, "version": "2"}

    worse = staff.post(f"{trained.run}publish/", 409)
    assert "further from" in worse["detail"]
    assert (worse["report"]["candidate"], worse["report"]["live"]) == ("1", "2")
    assert worse["report"]["can_force"]

    decoder = tmp_path / "decoder.tflite"
    command = [sys.executable, "tests/clicking_decoder.py", str(decoder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=300)
    clicking = candidate(staff, decoder=decoder)
    refused = staff.post(f"{clicking}publish/", 409)
    assert "It clicks at 100% of 81 positions, the live version at 0%." in refused["detail"]

    broken = candidate(staff, map_tables=([float("nan"), 1.0], [0.0, 1.0]))
    forged = candidate(staff, golden=true_golden(), decoder=decoder)
    for run, words in ((broken, "not numbers"), (forged, "differs from the one at its export")):
        for body in ({}, {"force": True}):
            answer = staff.post(f"{run}publish/", 409, json=body)
            assert words in answer["detail"]
            assert not answer["report"]["can_force"]
    assert live_version(staff) == "2"

    assert staff.post(f"{clicking}publish/", 200, json={"force": True}) == {"model": NAME, "version": "3"}
    assert live_version(staff) == "3"
    assert staff.post(f"models/{NAME}/rollback/", 200) == {"model": NAME, "version": "2"}
    assert staff.post(f"models/{NAME}/rollback/", 200, json={"version": "1"})["version"] == "1"
    actions = [entry["action"] for entry in staff.session.get(f"{staff.studio.url}/api/audit/").json()]
    assert actions[:4] == ["rollback", "rollback", "publish anyway", "publish"]

    staff.post(f"models/{NAME}/retire/", 200)
    assert NAME not in {model["name"] for model in requests.get(f"{staff.studio.url}/api/models/").json()}
    assert requests.get(old, timeout=60).content == before
    assert testset.read_bytes() == frozen
    assert staff.post(f"models/{NAME}/rollback/", 200, json={"version": "1"})["version"] == "1"
    assert live_version(staff) == "1"


def moved_versions(staff: Admin, count: int) -> dict[str, str]:
    """Runs, by version, that exported versions of SWAPPED with different sounds."""
    tables = read_manifest(FACTORY).map_tables
    shifted = [tuple(sorted(table)[: len(table) - 10 * index] for table in tables) for index in range(count)]
    folders = [
        publish_factory_model(
            staff.studio.models_dir, SWAPPED, map_tables=tables, licence=licence_of(str(index))
        )
        for index, tables in enumerate(shifted, 1)
    ]
    return {folder.name: adopt(staff, folder) for folder in folders}


def test_every_sound_is_of_one_version_while_versions_change(staff: Admin, dataset: int) -> None:
    runs = moved_versions(staff, 3)
    clients = Clients(staff.studio, SWAPPED, known := {})
    for version, position in product(runs, map(position_of, range(clients.count))):
        url = sound_url(staff.studio, SWAPPED, version, position)
        known[version, position] = requests.get(url).content
    assert len(set(known.values())) == len(known)

    with clients.running():
        clients.wait_for_version("1")
        for version in ("2", "3"):
            staff.post(f"{runs[version]}publish/", 200, json={"force": True})
            clients.wait_for_version(version)
        for version, wanted in (("2", {}), ("1", {}), ("3", {"version": "3"}), ("1", {})):
            staff.post(f"models/{SWAPPED}/rollback/", 200, json=wanted)
            clients.wait_for_version(version)
    assert {each.version for each in clients.answers} == set(runs)


def test_every_process_reports_itself(staff: Admin) -> None:
    version = staff.get("models/snare/")["version"]
    for seed in range(5):
        url = f"{staff.studio.url}/api/models/snare/{version}/sound.wav?x=0.3&y=0.3&seed={seed}"
        assert requests.get(url, timeout=60).status_code == 200
    until(lambda: staff.get("health/")["latency"]["answer"].get("sounds", 0) >= 5)
    health = staff.get("health/")
    assert {worker["name"] for worker in health["workers"]} == {
        "web",
        "decode",
        "locate",
        "judge",
        "ingest",
        "train",
    }
    assert any(f"snare@{version}" in worker["warm"] for worker in health["workers"])
    assert health["latency"]["render"]["p50_ms"] > 0
