"""A model without a map may lie among the others: the web leaves it out."""

import dataclasses
import logging
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from sampler.artifact import publish
from sampler.families import presets
from sampler.manifest import SequenceManifest
from tests.webui.artefacts import TOM, publish_version
from webui.models import ModelVersion
from webui.services.models import models_register

pytestmark = pytest.mark.django_db
SHARED = {field.name: getattr(TOM, field.name) for field in dataclasses.fields(SequenceManifest)[:11]}


def publish_sequence(models_dir: Path) -> Path:
    """Write a version of a model that makes tapes."""

    def build(folder: Path) -> SequenceManifest:
        (folder / "weights.npz").write_bytes(b"no weights")
        return SequenceManifest(**SHARED, epoch=3)

    return publish(models_dir, "piano", build)


def test_models_without_a_map_are_left_out_without_an_error(
    settings: Settings, folders: Path, caplog: pytest.LogCaptureFixture
) -> None:
    publish_sequence(settings.MODELS_DIR)
    publish_version(settings.MODELS_DIR)
    with caplog.at_level(logging.WARNING):
        assert [row.name for row in models_register()] == ["tom"]
    assert not caplog.records
    assert ModelVersion.objects.get().name == "tom"
    answer = Client(HTTP_HOST="localhost").get("/api/models/")
    assert [model["name"] for model in answer.json()] == ["tom"]


def test_presets_for_recordings_are_told_from_those_for_hits() -> None:
    assert "samplernn-small" in presets("recordings")
    assert not set(presets("recordings")) & set(presets("hits"))
    assert set(presets()) == set(presets("recordings")) | set(presets("hits"))
