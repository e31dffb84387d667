"""Fixtures of the shared studio for tests of faults."""

from typing import Any

import pytest
import requests

from tests.live_studio import LiveStudio
from tests.synthetic import write_drums
from tests.waiting import until


@pytest.fixture(scope="session")
def dataset(live_studio: LiveStudio, admin: requests.Session) -> int:
    """The number of a prepared dataset."""
    folder = write_drums(live_studio.dataset_root / "faults", 12)
    address = f"{live_studio.url}/api/datasets/"
    added = admin.post(address, json={"name": "Faults", "folder": str(folder)}, timeout=60).json()

    def ready() -> Any:
        return admin.get(f"{address}{added['id']}/", timeout=60).json()["state"] == "ready"

    until(ready)
    number: int = added["id"]
    return number
