"""`manage.py serve`: starts everything, prints the addresses, and leaves no process behind."""

import signal
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.live_studio import LiveStudio, new_studio
from tests.waiting import until


@pytest.fixture
def own_studio(tmp_path: Path) -> Iterator[LiveStudio]:
    """A studio for one test, in a folder whose path is too long for a unix socket."""
    folder = tmp_path / ("a-long-name-" * 8)
    folder.mkdir()
    studio = new_studio(folder, models=["snare"])
    yield studio
    if hasattr(studio, "process") and studio.process.poll() is None:
        studio.stop()


def wait_for_text(studio: LiveStudio, text: str) -> str:
    until(lambda: text in studio.output)
    return studio.output


def test_first_and_second_start(own_studio: LiveStudio) -> None:
    own_studio.start()
    said = wait_for_text(own_studio, "is ready")
    assert f"http://localhost:{own_studio.port}/" in said
    assert f"http://localhost:{own_studio.port}/dashboard/" in said
    assert own_studio.password in said
    assert_only_the_web_listens(own_studio)
    assert_a_second_one_is_refused(own_studio)

    running = own_studio.processes()
    assert own_studio.stop(signal.SIGINT) == 0
    assert not [process for process in running if process.is_running()]

    own_studio.start()
    said = wait_for_text(own_studio, "is ready")
    assert own_studio.password not in said
    running = own_studio.processes()
    own_studio.process.kill()
    gone, alive = psutil.wait_procs(running, timeout=60)
    assert len(gone) == len(running), alive


def assert_only_the_web_listens(studio: LiveStudio) -> None:
    listening = {
        connection.laddr.port
        for process in studio.processes()
        for connection in process.net_connections("inet")
        if connection.status == psutil.CONN_LISTEN
    }
    assert listening == {studio.port}


def assert_a_second_one_is_refused(studio: LiveStudio) -> None:
    second = studio.manage("serve")
    assert second.returncode != 0
    assert "already runs" in second.stderr
    assert len(second.stderr.strip().splitlines()) == 1


def test_a_port_in_use_is_named(live_studio: LiveStudio, tmp_path: Path) -> None:
    other = LiveStudio(tmp_path / "var", live_studio.models_dir, tmp_path, port=live_studio.port)
    refused = other.manage("serve")
    assert refused.returncode != 0
    assert refused.stderr.strip().splitlines() == [
        f"CommandError: Port {live_studio.port} is in use: set PORT to another one."
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("REDIS_URL", "http://here"),
        ("DATASET_ROOTS", "nowhere"),
        ("DRUMSCAPE_VAR", __file__),
        ("DRUMSCAPE_VAR", "/proc/nowhere"),
    ],
)
def test_a_wrong_variable_is_named_in_one_line(own_studio: LiveStudio, name: str, value: str) -> None:
    own_studio.extra[name] = value
    refused = own_studio.manage("serve")
    assert refused.returncode != 0
    assert name in refused.stderr
    assert len(refused.stderr.strip().splitlines()) == 1
