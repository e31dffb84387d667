"""The files for scaling out agree with the code. Containers cannot be started wherever tests run."""

import re
from typing import Any

import pytest
import yaml

from tests.live_studio import ROOT

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
GPU = yaml.safe_load((ROOT / "docker-compose.gpu.yml").read_text())
DOCKERFILE = (ROOT / "Dockerfile").read_text()
OURS = ("prepare", "web", "decode", "ingest", "train")


def service(name: str) -> dict[str, Any]:
    found: dict[str, Any] = COMPOSE["services"][name]
    return found


def test_all_processes_are_there() -> None:
    assert set(COMPOSE["services"]) == {*OURS, "redis", "postgres"}


@pytest.mark.parametrize("name", OURS)
def test_processes_share_database_broker_models_and_data(name: str) -> None:
    environment = service(name)["environment"]
    assert environment["DATABASE_URL"].startswith("postgresql://")
    assert environment["REDIS_URL"].startswith("redis://redis:")
    assert set(COMPOSE["volumes"]) >= {volume.split(":")[0] for volume in service(name)["volumes"]}


def test_only_the_web_has_a_port() -> None:
    assert [name for name, found in COMPOSE["services"].items() if "ports" in found] == ["web"]


def test_every_variable_is_one_that_the_code_reads() -> None:
    known = set(re.findall(r'"([A-Z_]+)"', (ROOT / "webui" / "settings.py").read_text()))
    given = set(service("web")["environment"]) - {"OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"}
    assert given <= known


@pytest.mark.parametrize(
    ("name", "queues"), [("decode", "decode,locate"), ("ingest", "ingest"), ("train", "train")]
)
def test_a_worker_takes_its_own_queues(name: str, queues: str) -> None:
    command = service(name)["command"]
    assert command[command.index("--queues") + 1] == queues
    app = command[command.index("--app") + 1]
    assert app == ("webui.decoding" if name == "decode" else "webui")


def test_built_targets_exist() -> None:
    services = [*COMPOSE["services"].values(), *GPU["services"].values()]
    built = {found["build"]["target"] for found in services if "build" in found}
    assert built == {"web", "train", "gpu"}
    assert built <= set(re.findall(r"^FROM \S+ AS (\w+)$", DOCKERFILE, re.MULTILINE))


def test_what_images_copy_exists() -> None:
    for names in re.findall(r"^COPY (?:--chown=\S+ )?([^-].*) \S+$", DOCKERFILE, re.MULTILINE):
        for name in names.split():
            assert (ROOT / name).exists(), name


def test_the_web_goes_without_tensorflow() -> None:
    lines = (ROOT / "requirements-web.txt").read_text().splitlines()
    assert not [line for line in lines if line.startswith(("tensorflow", "keras", "-r"))]


@pytest.mark.parametrize("name", ["web", "gpu", "dev", ""])
def test_requirements_are_pinned_and_constrained(name: str) -> None:
    lines = (ROOT / f"requirements{'-' if name else ''}{name}.txt").read_text().splitlines()
    assert "-c constraints.txt" in lines
    direct = [line for line in lines if line and line[0] not in "#-"]
    assert all(re.fullmatch(r"[\w.-]+(\[[\w,-]+\])?==[\w.]+", line) for line in direct)
    constrained = (ROOT / "constraints.txt").read_text().lower().splitlines()
    for line in direct:
        if not line.startswith("tensorflow["):
            assert re.sub(r"\[.*\]", "", line).lower() in constrained
