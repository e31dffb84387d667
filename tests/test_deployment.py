"""The container files agree with the code. Tests read them, since not every machine can start containers."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests import compose
from tests.live_studio import ROOT
from webui.processes.supervision import programs

COMPOSE = compose.read()
GPU = compose.read("docker-compose.gpu.yml")
DOCKERFILE = (ROOT / "Dockerfile").read_text()
CONSTRAINTS = ROOT / "requirements/constraints.txt"
OURS = ("prepare", *compose.OURS)
STAYING = (*compose.OURS, "postgres", "redis", "tensorboard")


def service(name: str) -> dict[str, Any]:
    found: dict[str, Any] = COMPOSE["services"][name]
    return found


def schema_faults(*files: Path) -> str:
    """The errors that check-jsonschema finds with the schema of the Compose Specification."""
    command = [
        str(Path(sys.executable).with_name("check-jsonschema")),
        "--builtin-schema",
        "vendor.compose-spec",
    ]
    done = subprocess.run([*command, *map(str, files)], capture_output=True, text=True, check=False)
    return done.stdout + done.stderr if done.returncode else ""


def test_files_follow_the_compose_specification() -> None:
    assert schema_faults(ROOT / "docker-compose.yml", ROOT / "docker-compose.gpu.yml") == ""


def test_a_misspelt_key_would_be_found(tmp_path: Path) -> None:
    wrong = {"services": {"web": {"image": "drumscape-web", "healtcheck": {}}}}
    (tmp_path / "wrong.yml").write_text(yaml.safe_dump(wrong))
    assert "healtcheck" in schema_faults(tmp_path / "wrong.yml")


def test_all_processes_are_services() -> None:
    assert set(COMPOSE["services"]) == {*OURS, "redis", "postgres", "tensorboard"}
    assert set(GPU["services"]) == {"decode", "locate", "judge", "train", "tensorboard"}


@pytest.mark.parametrize("name", OURS)
def test_processes_share_database_broker_models_and_data(name: str) -> None:
    environment = compose.environment(service(name), {})
    assert environment["DATABASE_URL"].startswith("postgresql://")
    assert environment["REDIS_URL"].startswith("redis://redis:")
    assert set(COMPOSE["volumes"]) >= {volume.split(":")[0] for volume in service(name)["volumes"]}


@pytest.mark.parametrize("name", COMPOSE["services"])
def test_services_are_confined(name: str) -> None:
    found = service(name)
    assert found["user"] not in ("", "root", "0")
    assert found["read_only"]
    assert found["cap_drop"] == ["ALL"]
    assert set(found["deploy"]["resources"]["limits"]) == {"cpus", "memory"}


@pytest.mark.parametrize("name", STAYING)
def test_services_that_stay_are_watched_and_restarted(name: str) -> None:
    assert service(name)["restart"] == "unless-stopped"
    assert service(name)["healthcheck"]["test"][0] == "CMD"


def test_secrets_are_files_and_nowhere_else() -> None:
    assert set(COMPOSE["secrets"]) == {"secret_key", "database_password", "redis_password"}
    for found in COMPOSE["services"].values():
        for name, value in found.get("environment", {}).items():
            assert name.endswith("_FILE") == ("/run/secrets/" in value)
            if name.endswith("_FILE"):
                assert value.removeprefix("/run/secrets/") in found["secrets"]
    assert "/secrets/" in (ROOT / ".gitignore").read_text().splitlines()


def test_only_the_web_has_a_port() -> None:
    """TensorBoard has no accounts: its port is open to this machine only."""
    ports = {name: found["ports"] for name, found in COMPOSE["services"].items() if "ports" in found}
    assert set(ports) == {"web", "tensorboard"}
    assert all(port.startswith("127.0.0.1:") for port in ports["tensorboard"])


def test_tensorboard_mounts_the_data_read_only() -> None:
    found = service("tensorboard")
    command = found["command"]
    assert command[command.index("--logdir") + 1] == "/data/var/runs"
    assert found["volumes"] == ["data:/data/var:ro"]
    assert Path(sys.executable).with_name(command[0]).is_file()


def test_every_variable_is_one_that_the_code_reads() -> None:
    code = "".join(
        (ROOT / "webui" / "config" / name).read_text() for name in ("settings.py", "environment.py")
    )
    known = set(re.findall(r'"([A-Z_]+)"', code))
    assert {name.removesuffix("_FILE") for name in service("web")["environment"]} <= known


@pytest.mark.parametrize("name", ["decode", "locate", "judge", "ingest", "train"])
def test_a_worker_takes_its_own_queue(name: str) -> None:
    command = service(name)["command"]
    assert command[command.index("--queues") + 1] == name
    assert service(name)["healthcheck"]["test"][-1] == name
    app = command[command.index("--app") + 1]
    assert app == ("webui.config.decoding" if name in ("decode", "locate", "judge") else "webui.config")


def test_a_gpu_worker_has_as_many_threads_as_with_serve() -> None:
    (native, *_) = programs.workers(None, 1, gathers=True)
    command = GPU["services"]["decode"]["command"]
    for option in ("--app", "--queues", "--pool", "--concurrency"):
        assert command[command.index(option) + 1] == native.command[native.command.index(option) + 1]


def test_built_targets_exist() -> None:
    services = [*COMPOSE["services"].values(), *GPU["services"].values()]
    built = {found["build"]["target"] for found in services if "build" in found}
    assert built == {"web", "train", "gpu"}
    assert built <= set(re.findall(r"^FROM \S+ AS (\w+)$", DOCKERFILE, re.MULTILINE))


@pytest.mark.parametrize("override", [{}, GPU["services"]])
def test_every_drumscape_image_is_built_by_a_service(override: dict[str, Any]) -> None:
    services = [COMPOSE["services"][name] | override.get(name, {}) for name in COMPOSE["services"]]
    ours = {found["image"] for found in services if found.get("image", "").startswith("drumscape-")}
    assert ours == {found["image"] for found in services if "build" in found}


def test_files_that_images_copy_exist() -> None:
    for names in re.findall(r"^COPY (?:--chown=\S+ )?([^-].*) \S+$", DOCKERFILE, re.MULTILINE):
        for name in names.split():
            assert (ROOT / name).exists(), name


def test_the_web_image_has_no_tensorflow() -> None:
    lines = (ROOT / "requirements/web.txt").read_text().splitlines()
    assert not [line for line in lines if line.startswith(("tensorflow", "keras", "-r"))]


@pytest.mark.parametrize(
    "name", ["requirements.txt", *(f"requirements/{name}.txt" for name in ("web", "gpu", "dev", "bench"))]
)
def test_requirements_are_pinned_and_constrained(name: str) -> None:
    lines = (ROOT / name).read_text().splitlines()
    constraints = [line.removeprefix("-c ") for line in lines if line.startswith("-c ")]
    assert [((ROOT / name).parent / path).resolve() for path in constraints] == [CONSTRAINTS]
    direct = [line for line in lines if line and line[0] not in "#-"]
    assert all(re.fullmatch(r"[\w.-]+(\[[\w,-]+\])?==[\w.]+", line) for line in direct)
    constrained = CONSTRAINTS.read_text().lower().splitlines()
    for line in direct:
        if not line.startswith("tensorflow["):
            assert re.sub(r"\[.*\]", "", line).lower() in constrained
