"""Other accounts of the machine read nothing of the instrument: no password, token, log or sound."""

import stat
from pathlib import Path

from tests.live_studio import LiveStudio

OTHERS = stat.S_IRWXG | stat.S_IRWXO


def open_to_others(folder: Path) -> list[str]:
    found = (path for path in (folder, *folder.rglob("*")) if not path.is_symlink())
    return [str(path.relative_to(folder)) for path in found if path.stat().st_mode & OTHERS]


def test_what_the_instrument_writes_is_its_own(live_studio: LiveStudio) -> None:
    assert open_to_others(live_studio.var) == []
