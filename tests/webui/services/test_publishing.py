"""Registering, publishing and rolling back."""

from pathlib import Path

import pytest
from rest_framework.test import APIClient

from sampler.errors import ModelNotFound
from tests.webui.artefacts import publish_version
from tests.webui.interleaving import before_query
from webui.errors import Conflict
from webui.models import ModelVersion
from webui.selectors.models import model_live, model_require, models_live
from webui.services.models import model_publish, model_register, model_rollback, models_register

pytestmark = pytest.mark.django_db


def row(version: str) -> ModelVersion:
    return ModelVersion.objects.get(name="tom", version=version)


@pytest.fixture
def three(models_dir: Path) -> None:
    for _ in range(3):
        publish_version(models_dir)
    models_register()


def test_the_first_version_goes_live_and_later_ones_wait(three: None) -> None:
    assert model_live("tom").version == "1"
    model_require("tom", "3")


def test_registering_again_changes_nothing(three: None) -> None:
    model_publish(row=row("2"))
    models_register()
    assert model_live("tom").version == "2"
    assert ModelVersion.objects.count() == 3


def test_rolling_back_follows_the_history_of_live_versions(three: None) -> None:
    model_publish(row=row("3"))
    model_publish(row=row("2"))
    assert model_rollback(name="tom").version == "3"
    assert model_rollback(name="tom").version == "1"
    with pytest.raises(Conflict):
        model_rollback(name="tom")
    assert model_live("tom").version == "1"


def test_publishing_an_earlier_version_again_can_be_rolled_back(three: None) -> None:
    model_publish(row=row("2"))
    model_publish(row=row("1"))
    assert model_rollback(name="tom").version == "2"


def test_a_damaged_artefact_is_left_out(models_dir: Path) -> None:
    (publish_version(models_dir) / "encoder.tflite").write_bytes(b"changed")
    assert models_register() == []
    assert models_live() == []


def test_an_artefact_under_another_name_is_left_out(models_dir: Path) -> None:
    publish_version(models_dir).parent.rename(models_dir / "tim")
    assert models_register() == []


def test_a_version_that_has_gone_is_no_longer_offered(three: None, models_dir: Path) -> None:
    model_publish(row=row("3"))
    (models_dir / "tom" / "3").rename(models_dir / "away")
    models_register()
    assert model_live("tom").version == "1"
    with pytest.raises(ModelNotFound):
        model_require("tom", "3")


def test_a_version_registered_meanwhile_stays_available(three: None, models_dir: Path) -> None:
    """A train worker exports and registers one while another process registers those that it has listed."""

    def register_fourth() -> None:
        model_register(folder=publish_version(models_dir))

    with before_query('"version" = ', "'3'", act=register_fourth):
        models_register()
    assert row("4").is_available


def test_rollback_is_for_staff(three: None, anonymous: APIClient, visitor: APIClient) -> None:
    assert anonymous.post("/api/models/tom/rollback/").status_code == 401
    assert visitor.post("/api/models/tom/rollback/").status_code == 403


def test_staff_roll_back_over_http(three: None, staff: APIClient) -> None:
    model_publish(row=row("2"))
    answer = staff.post("/api/models/tom/rollback/")
    assert (answer.status_code, answer.json()) == (200, {"model": "tom", "version": "1"})
    assert staff.post("/api/models/tom/rollback/").status_code == 409
    assert staff.post("/api/models/tim/rollback/").status_code == 404
    assert staff.get("/api/models/tom/rollback/").status_code == 405
