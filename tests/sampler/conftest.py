"""Trained models that many tests share: do not change them, copy them first."""

import shutil
from pathlib import Path

import pytest

from sampler.export.export import export
from sampler.model.inference import Model
from sampler.training.plan import Plan
from sampler.training.session import train
from tests.once import once, shared_folder
from tests.sampler.command_line import succeed
from tests.sampler.small import LENGTH_SAMPLES, small
from tests.synthetic import write_drums
from tests.tiny_model import ROOT

TINY_EPOCHS = 2
TINY_SOUNDS = 24


@pytest.fixture(scope="session")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Shared by the processes of a test run: a model is trained once and not once in each."""
    return shared_folder(tmp_path_factory, "models")


@pytest.fixture(scope="session")
def drums(work: Path) -> Path:
    """A folder of 24 synthetic drums in 6 groups."""
    with once(work / "drums") as first:
        if first:
            write_drums(work / "drums", TINY_SOUNDS)
    return work / "drums"


@pytest.fixture(scope="session")
def data(work: Path, drums: Path) -> Path:
    """`drums`, prepared."""
    with once(work / "data") as first:
        if first:
            succeed("prepare", drums, work / "data")
    return work / "data"


@pytest.fixture(scope="session")
def tiny_run(work: Path, data: Path) -> Path:
    """A finished run of `TINY`."""
    with once(work / "run") as first:
        if first:
            command = ["train", "ae-med-tanh", "--data", data, "--run", work / "run"]
            succeed(*command, "--epochs", TINY_EPOCHS, "--set", f"length_samples={LENGTH_SAMPLES}")
    return work / "run"


@pytest.fixture
def run_copy(tiny_run: Path, tmp_path: Path) -> Path:
    """A copy of a finished run of the dense autoencoder that a test may change."""
    return shutil.copytree(tiny_run, tmp_path / "run")


@pytest.fixture(scope="session")
def models_dir(work: Path, tiny_run: Path) -> Path:
    """A folder of models that holds `tiny`, version 1."""
    published = work / "published"
    with once(published) as first:
        if first:
            succeed("export", tiny_run, "--name", "tiny", "--models", published, "--licence", "CC0-1.0")
    return published


@pytest.fixture(scope="session")
def tiny_folder(models_dir: Path) -> Path:
    return models_dir / "tiny" / "1"


@pytest.fixture(scope="session")
def tiny(tiny_folder: Path) -> Model:
    """The dense autoencoder: no detail, no tune, no noise."""
    return Model.load(tiny_folder)


@pytest.fixture(scope="session")
def modal_run(work: Path) -> Path:
    """A run of a small `modal` after one epoch on a dozen drums."""
    with once(work / "modal-run") as first:
        if first:
            succeed("prepare", write_drums(work / "few-drums", 12), work / "few")
            train(Plan(small("modal"), work / "few", epochs=1), work / "modal-run")
    return work / "modal-run"


@pytest.fixture(scope="session")
def small_modal_folder(work: Path, modal_run: Path) -> Path:
    """The small `modal` of `modal_run`, exported."""
    with once(work / "small") as first:
        if first:
            export(modal_run, "modal", work / "small")
    return work / "small" / "modal" / "1"


@pytest.fixture(scope="session")
def modal_folder() -> Path:
    """The factory model of snares."""
    return ROOT / "models" / "snare" / "1"


@pytest.fixture(scope="session")
def modal(modal_folder: Path) -> Model:
    """`modal`: detail, tune and noise."""
    return Model.load(modal_folder)
