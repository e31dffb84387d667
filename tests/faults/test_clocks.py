"""Wrong clocks: messages keep their deadlines, jobs their workers, and the latest version is live."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection, transaction
from django.utils import timezone

from tests.live_studio import ROOT
from tests.webui.artefacts import publish_version
from tests.webui.judges import judging_worker
from webui.messaging import clock, jobs, replies
from webui.messaging.broker import redis
from webui.models import Dataset, ModelVersion, Run
from webui.selectors.models import model_live
from webui.services.models import model_publish, model_register, model_rollback, versions_lock

SHIM = Path(__file__).with_name("shifted.c")
AHEAD_S = 30
"""More than a request's deadline, and than a lease."""

RECOVER = "import django; django.setup(); from webui.services.recovery import jobs_recover; jobs_recover()"


@pytest.fixture(scope="module")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library that shows another time to the process that preloads it."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        pytest.skip("no C compiler to build the shifted clock with")
    library = tmp_path_factory.mktemp("clock") / "shifted.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-o", library, SHIM, "-ldl"], check=True)
    return library


def shifted(shim: Path, seconds: int) -> dict[str, str]:
    """The environment of a process whose clock is so many seconds ahead."""
    return {"LD_PRELOAD": str(shim), "SHIFT_S": str(seconds)}


@pytest.fixture(scope="module", params=[AHEAD_S, -AHEAD_S], ids=["ahead", "behind"])
def worker(shim: Path, request: pytest.FixtureRequest) -> Iterator[int]:
    """A decode worker whose clock is wrong by so many seconds."""
    with judging_worker(ROOT / "models", environment=shifted(shim, request.param)):
        yield request.param


@pytest.mark.usefixtures("worker")
def test_a_worker_with_another_clock_renders() -> None:
    key = jobs.ask_sound("snare", "1", {"x": "0.5", "y": "0.5"})
    assert replies.receive(key, jobs.deadline()).startswith(b"RIFF")


@pytest.mark.usefixtures("worker")
def test_nobody_computes_what_nobody_waits_for(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as late:
        late.setattr(clock, "now_s", lambda: time.time() - 60)
        in_vain = jobs.ask_sound("snare", "1", {"x": "0.5", "y": "0.5"})
    replies.receive(jobs.ask_alive(), jobs.deadline())  # the worker has come to the message behind it
    assert not redis().exists(in_vain)


@pytest.mark.django_db
def test_a_version_published_last_is_live_whatever_the_clock_was(tmp_path: Path) -> None:
    for _ in range(2):
        row = model_register(folder=publish_version(tmp_path))
    first = model_live("tom")
    ModelVersion.objects.filter(pk=first.pk).update(live_since=timezone.now() + timedelta(days=400))
    publish(row)
    assert model_live("tom") == row
    assert model_rollback(name="tom") == first


def publish(row: ModelVersion) -> None:
    with transaction.atomic():
        versions_lock(row.name)
        model_publish(row=row)


def database_url() -> str:
    known = connection.settings_dict
    account = f"{known['USER']}:{quote(known['PASSWORD'], safe='')}"
    return f"postgresql://{account}@{known['HOST']}:{known['PORT']}/{known['NAME']}"


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no clock but its process's")
@pytest.mark.django_db(transaction=True)
def test_a_worker_with_another_clock_takes_no_job_away(shim: Path, tmp_path: Path) -> None:
    dataset = Dataset.objects.create(name="snares", state="ready")
    held = Run.objects.create(
        dataset=dataset, preset="modal", name="snare", state="running", heartbeat_at=timezone.now()
    )
    environment = {
        **os.environ,
        **shifted(shim, 3600),
        "DJANGO_SETTINGS_MODULE": "webui.config.settings",
        "DATABASE_URL": database_url(),
        "DRUMSCAPE_VAR": str(tmp_path),
    }
    subprocess.run([sys.executable, "-c", RECOVER], cwd=ROOT, env=environment, check=True)
    held.refresh_from_db()
    assert held.state == "running"
