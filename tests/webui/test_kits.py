"""Several sounds in one zip."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
import requests
import soundfile
from rest_framework.test import APIClient

from tests.live_studio import LiveStudio
from tests.webui.artefacts import publish_version
from webui.addresses import Place
from webui.services.kits import places_along
from webui.services.models import models_register

DIAGONAL = [{"x": 0, "y": 0}, {"x": 1, "y": 1}]


def test_places_lie_at_equal_distances_along_a_path() -> None:
    corners = [Place(0, 0), Place(0.5, 0), Place(0.5, 1)]
    found = places_along(corners, 4)
    assert [place.x for place in found] == pytest.approx([0, 0.5, 0.5, 0.5])
    assert [place.y for place in found] == pytest.approx([0, 0, 0.5, 1])


def test_a_path_of_no_length_stays_where_it_is() -> None:
    assert places_along([Place(0.5, 0.5)] * 2, 3) == [Place(0.5, 0.5)] * 3


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"points": []},
        {"points": DIAGONAL, "path": DIAGONAL, "count": 3},
        {"path": DIAGONAL},
        {"path": DIAGONAL[:1], "count": 3},
        {"path": DIAGONAL, "count": 65},
        {"points": [{"x": 2, "y": 0}]},
        {"points": [{"x": "nan", "y": 0}]},
        {"points": [{"x": 0}]},
        {"points": [{"x": 0, "y": 0, "z": 0}]},
        {"points": DIAGONAL * 40},
        {"points": DIAGONAL, "options": {"bits": "7"}},
        {"points": DIAGONAL, "options": {"x": "0"}},
        {"points": DIAGONAL, "colour": "red"},
    ],
)
@pytest.mark.django_db
@pytest.mark.usefixtures("broker")
def test_other_bodies_are_refused(body: dict[str, Any], models_dir: Path, anonymous: APIClient) -> None:
    publish_version(models_dir)
    models_register()
    answer = anonymous.post("/api/models/tom/kit/", body, format="json")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


@pytest.mark.stack
@pytest.mark.parametrize("body", [{"points": DIAGONAL}, {"path": DIAGONAL, "count": 12}])
def test_a_kit_holds_each_sound_and_its_address(body: dict[str, Any], live_studio: LiveStudio) -> None:
    url = f"{live_studio.url}/api/models/snare/kit/"
    answer = requests.post(url, json={**body, "options": {"bits": "16"}}, timeout=20)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/zip")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as kit:
        sounds = json.loads(kit.read("kit.json"))["sounds"]
        assert len(sounds) == body.get("count", 2)
        assert {"kit.json"} | {sound["file"] for sound in sounds} == set(kit.namelist())
        for sound in sounds:
            content = kit.read(sound["file"])
            assert soundfile.info(io.BytesIO(content)).subtype == "PCM_16"
            alone = requests.get(live_studio.url + sound["sound_url"], timeout=20)
            assert alone.content == content
