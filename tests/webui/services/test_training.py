"""The train worker's service, with a real training of a moment."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from sampler.training.plan import Plan
from sampler.training.session import train
from tests.sampler.small import TINY
from tests.synthetic import write_drums
from tests.tiny_model import sampler
from webui.models import Dataset, Run
from webui.selectors.datasets import dataset_prepared_folder
from webui.selectors.runs import run_folder
from webui.services.runs import run_resume
from webui.services.training import run_train

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folders")]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """A run with an epoch behind it and another before it. Its sounds are short: they are exported sooner."""
    dataset = Dataset.objects.create(name="drums", state="ready")
    prepared = dataset_prepared_folder(dataset)
    sampler("prepare", write_drums(tmp_path / "drums", 16), prepared)
    run = Run.objects.create(dataset=dataset, preset=TINY.name, name="tom", epochs=2)
    train(Plan(TINY, prepared, epochs=1), run_folder(run))
    return run


def test_what_was_exported_once_is_not_exported_again(run: Run, tmp_path: Path, settings: Settings) -> None:
    """A file in place of the folder of test sets makes the run fail after its export."""
    settings.TESTSETS_DIR = tmp_path / "testsets"
    settings.TESTSETS_DIR.touch()
    run_train()
    run.refresh_from_db()
    assert (run.state, str(run.model_version)) == ("failed", "tom@1")

    settings.TESTSETS_DIR.unlink()
    run_resume(run=run)
    run_train()  # without a broker nobody measures it: that can be done later
    run.refresh_from_db()
    assert (run.state, str(run.model_version)) == ("finished", "tom@1")
    assert [folder.name for folder in (settings.MODELS_DIR / "tom").iterdir()] == ["1"]
