"""Other accounts of the machine read nothing of the instrument: no password, token, log or sound."""

import stat
from pathlib import Path

import requests

from tests.live_studio import LiveStudio

OTHERS = stat.S_IRWXG | stat.S_IRWXO


def open_to_others(folder: Path) -> list[str]:
    found = (path for path in (folder, *folder.rglob("*")) if not path.is_symlink())
    return [str(path.relative_to(folder)) for path in found if path.stat().st_mode & OTHERS]


def test_what_the_instrument_writes_is_its_own(live_studio: LiveStudio) -> None:
    assert open_to_others(live_studio.var) == []


def test_no_file_holds_a_token(live_studio: LiveStudio) -> None:
    printed = live_studio.manage("drf_create_token", live_studio.username).stdout.split()[2]
    assert (
        requests.get(f"{live_studio.url}/api/runs/", headers=signed(printed), timeout=60).status_code == 200
    )
    files = [path for path in live_studio.var.rglob("*") if path.is_file()]
    assert [path for path in files if printed.encode() in path.read_bytes()] == []


def signed(token: str) -> dict[str, str]:
    return {"Authorization": f"Token {token}"}
