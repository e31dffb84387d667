"""The calls that describe published models."""

import gzip
from pathlib import Path

import pytest
from rest_framework.test import APIClient

from tests.webui.artefacts import publish_version
from webui.selectors.models import model_live
from webui.services.models import model_publish, model_rollback, models_register

pytestmark = pytest.mark.django_db


def test_a_live_model_is_described(models_dir: Path, anonymous: APIClient) -> None:
    publish_version(models_dir)
    models_register()
    expected = {
        "name": "tom",
        "version": "1",
        "previous": None,
        "family": "dense_ae",
        "rate": 44_100,
        "length": 16_384,
        "axes": [
            {"name": "brightness", "low": "dark", "high": "bright"},
            {"name": "length", "low": "short", "high": "long"},
        ],
        "has_detail": False,
        "has_tune": False,
        "licence": "CC0-1.0",
        "metrics": {"sounds": 3},
    }
    for answer in (anonymous.get("/api/models/").json()[0], anonymous.get("/api/models/tom/").json()):
        assert answer.items() >= expected.items()


def test_no_models_is_an_empty_list(models_dir: Path, anonymous: APIClient) -> None:
    assert anonymous.get("/api/models/").json() == []


def test_only_live_versions_are_listed(models_dir: Path, anonymous: APIClient) -> None:
    publish_version(models_dir)
    publish_version(models_dir)
    publish_version(models_dir, "rim")
    models_register()
    listed = [(model["name"], model["version"]) for model in anonymous.get("/api/models/").json()]
    assert listed == [("rim", "1"), ("tom", "1")]


@pytest.mark.parametrize("path", ["tim/", "tim/map/", "..%2f/"])
def test_an_unknown_model_is_a_404_problem(path: str, models_dir: Path, anonymous: APIClient) -> None:
    answer = anonymous.get(f"/api/models/{path}")
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


def test_the_previous_version_is_reported(models_dir: Path, anonymous: APIClient) -> None:
    publish_version(models_dir)
    publish_version(models_dir)
    second = models_register()[1]
    model_publish(row=second)
    answer = anonymous.get("/api/models/tom/").json()
    assert (answer["version"], answer["previous"]) == ("2", "1")


def test_an_old_version_keeps_its_map(models_dir: Path, anonymous: APIClient) -> None:
    publish_version(models_dir)
    publish_version(models_dir)
    models_register()
    assert anonymous.get("/api/models/tom/map/?version=2").json()["version"] == "2"
    assert anonymous.get("/api/models/tom/map/?version=3").status_code == 404


def test_the_map_comes_with_its_axes(models_dir: Path, anonymous: APIClient) -> None:
    publish_version(models_dir)
    models_register()
    answer = anonymous.get("/api/models/tom/map/").json()
    assert answer["version"] == "1"
    assert answer["points"] == []
    assert [axis["name"] for axis in answer["axes"]] == ["brightness", "length"]


def test_the_map_of_a_model_without_one_is_a_409(models_dir: Path, anonymous: APIClient) -> None:
    publish_version(models_dir, has_map=False)
    models_register()
    assert anonymous.get("/api/models/tom/map/").status_code == 409


def test_an_upgrade_of_the_live_version_goes_live_once(models_dir: Path) -> None:
    publish_version(models_dir)
    models_register()
    publish_version(models_dir, training={"replaces": "1"})
    publish_version(models_dir, training={"replaces": "1"})  # the live one is version 2 by now
    models_register()
    assert model_live("tom").version == "2"
    model_rollback(name="tom")
    models_register()
    assert model_live("tom").version == "1"


def test_a_map_is_compressed(models_dir: Path, anonymous: APIClient) -> None:
    publish_version(models_dir, player=b"a network")
    models_register()
    packed = anonymous.get("/api/models/tom/map/", headers={"Accept-Encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    plain = anonymous.get("/api/models/tom/map/")
    assert gzip.decompress(packed.content) == plain.content
