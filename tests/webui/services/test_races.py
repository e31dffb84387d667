"""Two who change at once what is live: the database lets one after the other decide."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.webui.artefacts import publish_version
from tests.webui.interleaving import at_once
from tests.webui.judges import judging_worker, publish_factory_model, true_golden
from webui.errors import Conflict
from webui.models import AuditEntry, Dataset, ModelVersion, Run
from webui.selectors.models import model_live
from webui.services.gate import candidate_publish
from webui.services.models import model_register

pytestmark = pytest.mark.django_db(transaction=True)
GOES_LIVE = ("UPDATE", "webui_modelversion", '"live_since" = ')


@pytest.fixture
def judges(models_dir: Path) -> Iterator[None]:
    with judging_worker(models_dir):
        yield


def finished_run(models_dir: Path) -> Run:
    version = model_register(folder=publish_factory_model(models_dir, "snare", golden=true_golden()))
    dataset = Dataset.objects.create(name=f"drums {version}", state="ready")
    return Run.objects.create(
        dataset=dataset, preset="modal", name="snare", state="finished", model_version=version
    )


def test_of_two_first_versions_one_goes_live(models_dir: Path) -> None:
    folders = [publish_version(models_dir) for _ in range(2)]
    at_once(*(partial(model_register, folder=folder) for folder in folders), meet_before=GOES_LIVE)
    assert ModelVersion.objects.count() == 2
    assert ModelVersion.objects.filter(live_since__isnull=False).count() == 1


@pytest.mark.usefixtures("judges")
def test_of_two_who_publish_at_once_the_second_is_refused(models_dir: Path) -> None:
    """The second was compared with a version that is no longer live."""
    model_register(folder=publish_factory_model(models_dir, "snare"))
    runs = [finished_run(models_dir) for _ in range(2)]
    publishers = [partial(candidate_publish, run=run, by=None, force=True) for run in runs]
    outcomes = at_once(*publishers, meet_before=GOES_LIVE)
    (published,) = [outcome for outcome in outcomes if isinstance(outcome, ModelVersion)]
    (refused,) = [outcome for outcome in outcomes if isinstance(outcome, Conflict)]
    assert "went live just now" in refused.message
    assert model_live("snare") == published
    assert AuditEntry.objects.count() == 1
