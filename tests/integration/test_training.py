"""From a folder of recordings to a published model, through the API, with a real training."""

import io
import os
import threading
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import psutil
import requests

from sampler.rundir import read_history, read_marks
from tests.integration.admin import Admin, Answer, has_state, train
from tests.integration.conftest import Trained
from tests.integration.recordings import snares
from tests.live_studio import LiveStudio, command_line
from tests.waiting import at_a_random_moment

KILLS = int(os.environ.get("TRAINING_KILLS", "2"))
"""How often the training is killed; each kill takes half a minute."""

KINDS = ("training", "worker", "training", "worker", "everything")


def test_a_cancelled_run_is_resumed_and_finished(trained: Trained) -> None:
    assert trained.cancelled["epoch"] >= 2
    assert trained.cancelled["history"]["loss"]
    assert "resumed" in {mark["kind"] for mark in trained.finished["marks"]}
    assert len(trained.finished["history"]["loss"]) >= len(trained.cancelled["history"]["loss"])
    assert trained.finished["step"] > trained.cancelled["step"]
    assert trained.finished["error"] is None


def test_further_runs_wait_their_turn_and_go_live_only_when_published(
    staff: Admin, dataset: int, trained: Trained
) -> None:
    name = trained.name
    version, before = staff.sound(name)
    assert version == "1"
    second, third, fourth = (train(staff, dataset, name, epochs=2) for _ in range(3))
    staff.post(f"{fourth}cancel/", 200)
    assert staff.get(fourth)["state"] == "cancelled"
    staff.wait(second, has_state("finished"))
    assert staff.get(third)["state"] in ("queued", "running")
    staff.post(f"{third}cancel/", 200)
    assert staff.sound(name) == ("1", before)
    report = staff.get(f"{second}report/")
    candidate = report["candidate"]
    assert report["live"] == "1" != candidate
    if report["reasons"]:  # two epochs may well be worse than many
        assert staff.post(f"{second}publish/", 409)["report"]["reasons"] == report["reasons"]
    assert staff.post(f"{second}publish/", 200, json={"force": True}) == {
        "model": name,
        "version": candidate,
    }
    version, after = staff.sound(name)
    assert version == candidate
    assert after != before
    assert staff.post(f"models/{name}/rollback/", 200) == {"model": name, "version": "1"}
    assert staff.sound(name) == ("1", before)
    staff.post(f"models/{name}/rollback/", 409)


class Watch(threading.Thread):
    """Counts the training processes of a run, ten times a second."""

    def __init__(self, studio: LiveStudio, run: str) -> None:
        super().__init__(daemon=True)
        self.studio, self.folder, self.ended = studio, studio.var / run.rstrip("/"), threading.Event()
        self.most = 0

    def trainings(self) -> list[psutil.Process]:
        return [
            process
            for process in self.studio.processes(f"sampler train ae-med-tanh --data {self.studio.var}")
            if f"--run {self.folder} " in command_line(process)
        ]

    def run(self) -> None:
        while not self.ended.wait(0.1):
            self.most = max(self.most, len(self.trainings()))


def kill_one(studio: LiveStudio, kind: str, watch: Watch) -> None:
    """SIGKILL to a training, to its worker, or to all processes at once, as in a power failure."""
    trainings = watch.trainings()
    if kind == "training":
        for process in trainings:
            process.kill()
    elif kind == "worker":
        for worker in studio.processes("--queues train"):
            worker.kill()
    else:
        running = studio.processes()
        studio.process.kill()
        for process in running:
            process.kill()
        studio.process.wait()
    assert not psutil.wait_procs(trainings, timeout=60)[1]
    if kind == "everything":
        studio.start()


def went_on(number: int, epochs: int) -> Callable[[Answer], bool]:
    """Whether a run was continued `number` times and got further than `epochs`."""
    return lambda found: len(found["marks"]) == number and found["epoch"] > epochs + 1


def test_a_training_survives_kills_and_never_runs_twice(staff: Admin, dataset: int) -> None:
    run = train(staff, dataset, "tough", epochs=100_000, minutes=600)
    watch = Watch(staff.studio, run)
    watch.start()
    staff.wait(run, went_on(0, 1))
    for number in range(KILLS):
        kind = KINDS[number % len(KINDS)]
        at_a_random_moment(within_s=2)
        kill_one(staff.studio, kind, watch)
        learned, began = len(read_history(watch.folder)["epoch"]), time.monotonic()
        staff.wait(run, went_on(number + 1, learned))
        (*_, taken_up), history = read_marks(watch.folder), read_history(watch.folder)["epoch"]
        idle_s = time.monotonic() - began
        print(f"{kind}: after {learned} epochs; on from {taken_up['epoch']}, {idle_s:.1f} s later")
        assert learned - 1 <= taken_up["epoch"] <= learned
        assert history == list(range(1, len(history) + 1))
    staff.post(f"{run}cancel/", 200)
    staff.wait(run, has_state("cancelled"))
    watch.ended.set()
    watch.join()
    assert watch.most == 1
    assert not watch.trainings()
    log = staff.session.get(f"{staff.studio.url}/api/{run}log/", timeout=60)
    assert "It was killed (signal 9)" in log.text


def test_a_zip_is_unpacked_and_other_entries_are_named(staff: Admin, tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for path in snares(4, tmp_path):
            archive.write(path, f"kit/{path.name}")
        archive.writestr("readme.txt", "hello")
        archive.writestr("../outside.wav", b"RIFF")
        archive.writestr("inner.zip", b"PK\3\4")
    made = staff.post("datasets/", 201, files={"archive": ("four.zip", packed.getvalue())})
    ready = staff.wait(f"datasets/{made['id']}/", has_state("ready"))
    assert ready["kept"] == 4
    assert len(ready["refused"]) == 3
    assert not list(staff.studio.var.parent.rglob("outside.wav"))


def test_anonymous_requests_are_refused(live_studio: LiveStudio) -> None:
    for path in ("datasets/", "runs/", "models/snare/rollback/"):
        assert requests.post(f"{live_studio.url}/api/{path}", json={}, timeout=60).status_code in {401, 403}


def test_a_folder_outside_the_roots_is_refused(staff: Admin) -> None:
    refused = staff.post("datasets/", 400, json={"name": "Secrets", "folder": "/etc"})
    assert "DATASET_ROOTS" in refused["detail"] or "folder" in refused["detail"]
