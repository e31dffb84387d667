"""What the tests of the running instrument share: an admin, prepared recordings and a trained model."""

import shutil
from dataclasses import dataclass

import pytest
import requests

from tests.integration.admin import Admin, Answer, has_state, train
from tests.integration.recordings import snares
from tests.live_studio import LiveStudio

FRESH = "fresh"
MINUTES = 0.25
"""Long enough to cancel a training meanwhile, and to resume it."""


@pytest.fixture(scope="session")
def staff(live_studio: LiveStudio, admin: requests.Session) -> Admin:
    return Admin(live_studio, admin)


@pytest.fixture(scope="session")
def dataset(staff: Admin, tmp_path_factory: pytest.TempPathFactory) -> int:
    """Thirty recordings and one text, added as a folder and prepared."""
    folder = staff.studio.dataset_root / "thirty"
    folder.mkdir()
    for path in snares(30, tmp_path_factory.mktemp("spare")):
        shutil.copy(path, folder)
    (folder / "notes.wav").write_text("not a sound")
    made = staff.post("datasets/", 201, json={"name": "Thirty", "folder": str(folder)})
    ready = staff.wait(f"datasets/{made['id']}/", lambda found: found["state"] == "ready")
    assert ready["kept"] >= 25
    assert "notes.wav" in {refused["file"] for refused in ready["refused"]}
    found: int = made["id"]
    return found


@dataclass(frozen=True)
class Trained:
    """A run, and its answers when it was cancelled and at its end."""

    run: str
    name: str
    cancelled: Answer
    finished: Answer


@pytest.fixture(scope="session")
def trained(staff: Admin, dataset: int) -> Trained:
    """A run that was cancelled, resumed and finished. Its model is version 1 of its name, and live.

    Tests that publish others make it live again.
    """
    run = train(staff, dataset, FRESH, epochs=100_000, minutes=MINUTES)
    staff.wait(run, lambda found: found["state"] == "running" and found["epoch"] >= 2)
    staff.post(f"{run}cancel/", 200)
    cancelled = staff.wait(run, has_state("cancelled"))
    assert not staff.studio.processes("sampler train")
    staff.post(f"{run}resume/", 200)
    return Trained(run, FRESH, cancelled, staff.wait(run, has_state("finished")))
