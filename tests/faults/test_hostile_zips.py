"""Archives that are made to hurt: they are refused with a reason, and nothing else stops."""

import io
import os
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from pytest_django.fixtures import Settings

from tests.live_studio import LiveStudio
from tests.synthetic import write_drums
from tests.waiting import until
from webui.selectors import health

DEEP = 480
LEVELS = 1_200
"""More than Python's functions may call themselves."""


def zipped(names: list[str], content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in names:
            archive.writestr(name, content)
    return packed.getvalue()


def test_a_deep_zip_is_refused_by_name_and_the_rest_of_it_is_prepared(
    live_studio: LiveStudio, admin: requests.Session, tmp_path: Path
) -> None:
    deep = "d/" * DEEP + "a.wav"
    archive = zipped(["kit/a.wav", deep], next(write_drums(tmp_path, 1).iterdir()).read_bytes())
    address = f"{live_studio.url}/api/datasets/"
    made = admin.post(address, files={"archive": ("deep.zip", archive)}, timeout=60)
    assert made.status_code == 201, made.text

    def ended() -> Any:
        found = admin.get(f"{address}{made.json()['id']}/", timeout=60).json()
        return found if found["state"] in {"ready", "failed"} else None

    dataset = until(ended)
    assert (dataset["state"], dataset["kept"]) == ("ready", 1)
    assert [(file["file"], file["reason"]) for file in dataset["refused"]] == [(deep, "nested too deeply")]
    assert requests.get(f"{live_studio.url}/metrics", timeout=60).status_code == 200
    assert admin.get(f"{live_studio.url}/api/health/", timeout=60).status_code == 200


@pytest.fixture
def abyss(tmp_path: Path) -> Iterator[Path]:
    """A folder with thousands of folders in each other, whose path is longer than a path may be."""
    here = os.open(tmp_path, os.O_RDONLY)
    for _ in range(LEVELS):
        os.mkdir("d", dir_fd=here)
        inner = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(here)
    yield tmp_path
    subprocess.run(["rm", "-r", tmp_path / "d"], check=True)  # which shutil.rmtree cannot


def test_disk_use_is_counted_however_deep_the_folders_are(settings: Settings, abyss: Path) -> None:
    (abyss / "d" / "a.wav").write_bytes(bytes(1_000))
    settings.DRUMSCAPE_VAR = settings.MODELS_DIR = abyss
    assert health.disk_use()["data_bytes"] == 1_000
