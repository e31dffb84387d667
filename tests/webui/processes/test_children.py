"""Child processes: watched, stopped, their failures explained, and never two in one folder."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.waiting import until
from webui.processes.children import LOCK, PID, ChildFailed, Stopped, run_child

SCRIPT = """
import os, signal, sys, time
what = sys.argv[1]
if what == "explain":
    print("noise", file=sys.stderr); print("sampler: choose another.", file=sys.stderr); sys.exit(2)
if what == "crash":
    os.abort()
if what == "print":
    print("printed", os.nice(0), os.environ["OMP_NUM_THREADS"])
if what == "stubborn":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
if what in ("wait", "stubborn"):
    open(sys.argv[2], "w").close(); time.sleep(60)
"""


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    (tmp_path / "pretend.py").write_text(SCRIPT)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return "pretend"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "work"


def test_output_goes_to_the_given_file_or_to_the_log(module: str, folder: Path, tmp_path: Path) -> None:
    run_child(module, ["print"], folder=folder, output=tmp_path / "out.txt")
    run_child(module, ["print"], folder=folder)
    assert (tmp_path / "out.txt").read_text() == "printed 19 1\n" == (folder / "log.txt").read_text()


def test_an_expected_failure_passes_its_sentence_on(module: str, folder: Path) -> None:
    with pytest.raises(ChildFailed) as caught:
        run_child(module, ["explain"], folder=folder)
    assert (caught.value.code, caught.value.explanation) == (2, "choose another.")


def test_a_crash_has_no_explanation(module: str, folder: Path) -> None:
    with pytest.raises(ChildFailed) as caught:
        run_child(module, ["crash"], folder=folder)
    assert (caught.value.code, caught.value.explanation) == (-signal.SIGABRT, "")


def test_a_child_is_stopped_on_request(module: str, folder: Path, tmp_path: Path) -> None:
    with pytest.raises(Stopped):
        run_child(module, ["wait", tmp_path / "up"], folder=folder, keep_going=lambda: False)


def test_a_child_that_ignores_sigterm_is_killed(
    module: str, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webui.processes.children.GRACE_S", 0.5)
    up = tmp_path / "up"
    with pytest.raises(Stopped):
        run_child(module, ["stubborn", up], folder=folder, keep_going=lambda: not up.exists())


def test_a_child_that_outlived_its_worker_is_stopped_before_the_next_starts(
    module: str, folder: Path, tmp_path: Path
) -> None:
    """A worker process is killed; its child goes on and holds the inherited lock."""
    up = tmp_path / "up"
    call = f"run_child('{module}', ['wait', '{up}'], folder=Path('{folder}'))"
    program = f"from pathlib import Path; from webui.processes.children import run_child; {call}"
    environment = {**os.environ, "PYTHONPATH": f"{tmp_path}:{Path.cwd()}"}
    worker = subprocess.Popen([sys.executable, "-c", program], env=environment)
    until(up.exists)
    worker.kill()
    worker.wait()
    orphan = int((folder / PID).read_text())
    os.kill(orphan, 0)
    run_child(module, ["print"], folder=folder)
    assert not Path(f"/proc/{orphan}").exists() or "Z" in Path(f"/proc/{orphan}/stat").read_text()
    assert (folder / LOCK).exists()


def test_a_second_child_in_the_same_folder_ends_the_first(module: str, folder: Path, tmp_path: Path) -> None:
    ended: list[type[Exception]] = []

    def first() -> None:
        try:
            run_child(module, ["wait", tmp_path / "up"], folder=folder)
        except (ChildFailed, Stopped) as error:
            ended.append(type(error))

    thread = threading.Thread(target=first)
    thread.start()
    until((tmp_path / "up").exists)
    run_child(module, ["print"], folder=folder)
    thread.join(5)
    assert ended == [ChildFailed]
