"""The call that makes a kit."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
import requests
import soundfile
from pytest_django.fixtures import Settings
from rest_framework.test import APIClient

from tests.live_studio import LiveStudio
from tests.sfz import read_sfz
from tests.webui.artefacts import publish_version
from webui.addresses import Location
from webui.services.kits import locations_along
from webui.services.models import models_register

DIAGONAL = [{"x": 0, "y": 0}, {"x": 1, "y": 1}]


def test_positions_are_equally_spaced_along_a_path() -> None:
    corners = [Location(0, 0), Location(0.5, 0), Location(0.5, 1)]
    found = locations_along(corners, 4)
    assert [location.x for location in found] == pytest.approx([0, 0.5, 0.5, 0.5])
    assert [location.y for location in found] == pytest.approx([0, 0, 0.5, 1])


def test_a_path_without_length_gives_one_position() -> None:
    assert locations_along([Location(0.5, 0.5)] * 2, 3) == [Location(0.5, 0.5)] * 3


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
        {"points": DIAGONAL, "layout": "random"},
        {"points": [{"x": 0, "y": 0, "seed": -1}]},
        {"points": DIAGONAL, "options": {"lowcut": "500", "highcut": "400"}},
    ],
)
@pytest.mark.django_db
@pytest.mark.usefixtures("broker")
def test_other_bodies_are_refused(body: dict[str, Any], models_dir: Path, anonymous: APIClient) -> None:
    publish_version(models_dir)
    models_register()
    answer = anonymous.post("/api/models/tom/kit/", body, format="json")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


@pytest.mark.django_db
@pytest.mark.usefixtures("broker")
def test_refusals_are_one_sentence(models_dir: Path, anonymous: APIClient, settings: Settings) -> None:
    publish_version(models_dir)
    models_register()
    settings.REQUEST_DEADLINE_S = 0.2
    many = anonymous.post("/api/models/tom/kit/", {"points": DIAGONAL * 40}, format="json")
    assert many.json()["detail"] == "points: A kit holds at most 64 sounds: leave some out."
    other = anonymous.post("/api/models/tom/kit/", {"points": DIAGONAL, "version": "9"}, format="json")
    assert (other.status_code, other.json()["detail"][-1]) == (404, ".")
    nobody = anonymous.post("/api/models/tom/kit/", {"points": DIAGONAL}, format="json")
    assert (nobody.status_code, "Retry-After" in nobody) == (503, True)


@pytest.mark.stack
@pytest.mark.parametrize(
    "body",
    [
        {"points": DIAGONAL},
        {"points": [{"x": 0.5, "y": 0.5, "seed": seed} for seed in range(4)], "layout": "velocity"},
        {"path": DIAGONAL, "count": 12, "layout": "round-robin", "version": "1"},
        {"path": DIAGONAL, "count": 64, "layout": "velocity"},
    ],
)
def test_a_kit_holds_each_sound_its_address_and_a_mapping(
    body: dict[str, Any], live_studio: LiveStudio
) -> None:
    url = f"{live_studio.url}/api/models/snare/kit/"
    answer = requests.post(url, json={**body, "options": {"bits": "16", "pitch": "2"}}, timeout=20)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/zip")
    layout = body.get("layout", "round-robin")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as kit:
        listing = json.loads(kit.read("kit.json"))
        sounds = listing["sounds"]
        assert (listing["model"], listing["layout"]) == ("snare", layout)
        name = f"drumscape-snare-v{listing['version']}-{layout}-kit.zip"
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
        assert len(sounds) == body.get("count", len(body.get("points", ())))
        files = [sound["file"] for sound in sounds]
        assert {"kit.json", "snare.sfz", *files} == set(kit.namelist())
        assert files == sorted(files)
        assert len({kit.read(file) for file in files}) == len(files)
        for sound in sounds[:: max(1, len(sounds) // 4)]:
            content = kit.read(sound["file"])
            assert soundfile.info(io.BytesIO(content)).subtype == "PCM_16"
            alone = requests.get(live_studio.url + sound["sound_url"], timeout=20)
            assert alone.content == content
            assert sound["permalink"].partition("?")[2].endswith(sound["sound_url"].partition("?")[2])
        assert_plays(read_sfz(kit.read("snare.sfz").decode()), files, layout)


def assert_plays(regions: list[dict[str, str]], files: list[str], layout: str) -> None:
    """One key plays all files, in turn or by velocity without a gap."""
    assert [region["sample"] for region in regions] == files
    assert {(region["key"], region["pitch_keycenter"]) for region in regions} == {("38", "38")}
    assert {region["loop_mode"] for region in regions} == {"one_shot"}
    if layout == "round-robin":
        assert [int(region["seq_position"]) for region in regions] == list(range(1, len(files) + 1))
        assert {int(region["seq_length"]) for region in regions} == {len(files)}
    else:
        covered = [range(int(region["lovel"]), int(region["hivel"]) + 1) for region in regions]
        assert [velocity for layer in covered for velocity in layer] == list(range(1, 128))
