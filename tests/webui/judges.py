"""A decode worker that judges, and changed versions of the factory model: good, worse and broken ones."""

import dataclasses
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from sampler.artifact import CARD, DECODER, MANIFEST, MANIFEST_SUM, PLAYER, publish, read_manifest
from sampler.dataset.hits import Dataset
from sampler.manifest import Manifest
from sampler.measure.golden import golden_numbers
from sampler.model.inference import Model
from tests.live_studio import CHILD, ROOT
from tests.synthetic import drum
from webui.errors import NoWorker
from webui.messaging import replies
from webui.messaging.jobs import ask_alive
from webui.processes.supervision import programs
from webui.processes.supervision.broker import server_command

FACTORY = ROOT / "models" / "snare" / "1"
LEFT_OUT = {MANIFEST, MANIFEST_SUM, CARD, "preview.png"}
START_S = 60.0


@contextmanager
def judging_worker(
    models_dir: Path, runtime: str = "litert", environment: Mapping[str, str] | None = None
) -> Iterator[None]:
    """A Redis at the address of the settings, and a worker of the queues `decode` and `judge`.

    `environment` has further variables of the worker.
    """
    folder: Path = settings.DRUMSCAPE_VAR
    server = subprocess.Popen(server_command(folder / "redis.sock", folder), stdout=subprocess.DEVNULL)
    decode = programs.workers(folder / "redis.sock", 1, gathers=runtime == "keras")[0].command
    worker = subprocess.Popen(
        [sys.executable, str(CHILD), *("decode,judge" if part == "decode" else part for part in decode)],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "webui.config.settings",  # tests.settings has other folders
            "DRUMSCAPE_VAR": str(folder),
            "MODELS_DIR": str(models_dir),
            "DECODE_RUNTIME": runtime,
            "OMP_NUM_THREADS": "1",
            **(environment or {}),
        },
    )
    try:
        _wait_until_alive()
        yield
    finally:
        worker.kill()
        server.terminate()  # SIGTERM lets Redis remove its socket, which other tests look for
        for process in (worker, server):
            process.wait()


def _wait_until_alive() -> None:
    end = time.monotonic() + START_S
    while True:
        try:
            replies.receive(ask_alive(), time.monotonic() + 1)
        except (NoWorker, OSError, OperationalError, RedisError):  # not there yet
            if time.monotonic() > end:
                raise
        else:
            return


def publish_factory_model(models_dir: Path, name: str, decoder: Path | None = None, **changes: Any) -> Path:
    """The factory model as the next version of `name`, changed, without its self-test; returns its folder."""

    def build(folder: Path) -> Manifest:
        for path in FACTORY.iterdir():
            if path.name not in LEFT_OUT:
                shutil.copy(path, folder)
        if decoder:
            shutil.copy(decoder, folder / DECODER)
            (folder / PLAYER).unlink(missing_ok=True)  # it would play the factory's decoder
        return dataclasses.replace(read_manifest(FACTORY), **{"golden": (), **changes})

    return publish(models_dir, name, build)


def true_golden() -> list[dict[str, Any]]:
    """The manifest of the factory model."""
    return golden_numbers(Model.load(FACTORY))


def drums(count: int) -> Dataset:
    """Prepared synthetic drums."""
    sounds = [drum(index) for index in range(count)]
    names = [f"kit{index // 4}__hit{index % 4}.wav" for index in range(count)]
    return Dataset(names, sounds, [int(abs(sound).argmax()) for sound in sounds])
