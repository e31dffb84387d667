"""Environment variables are parsed by type; the error of a wrong value names the variable."""

import stat
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from redis import Redis

from webui.config import environment


def test_unset_variables_have_defaults(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("PORT", "DECODE_RUNTIME", "ALLOWED_HOSTS", "DATASET_ROOTS", "DATABASE_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)
    assert environment.integer("PORT", 8000, low=1, high=65535) == 8000
    assert environment.choice("DECODE_RUNTIME", ("auto", "litert")) == "auto"
    assert environment.names("ALLOWED_HOSTS", "localhost,[::1]") == ["localhost", "[::1]"]
    assert environment.folders("DATASET_ROOTS") == []
    assert environment.database("DATABASE_URL", tmp_path / "a.sqlite3")["ENGINE"].endswith("sqlite3")
    assert environment.redis_url("REDIS_URL", tmp_path / "r.sock") == f"unix://{tmp_path}/r.sock"


@pytest.mark.parametrize("text", ["eighty", "-1", "0", "70000", "8e3", "８０"])
def test_a_wrong_port_is_refused_by_name(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", text)
    with pytest.raises(ImproperlyConfigured, match=r"^PORT "):
        environment.integer("PORT", 8000, low=1, high=65535)


def test_an_unknown_runtime_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DECODE_RUNTIME", "onnx")
    with pytest.raises(ImproperlyConfigured, match="one of auto, litert"):
        environment.choice("DECODE_RUNTIME", ("auto", "litert"))


@pytest.mark.parametrize("text", ["relative/folder", "/nowhere/at/all"])
def test_dataset_roots_must_be_existing_absolute_folders(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATASET_ROOTS", text)
    with pytest.raises(ImproperlyConfigured, match="DATASET_ROOTS"):
        environment.folders("DATASET_ROOTS")


def test_dataset_roots_are_separated_by_colons(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").symlink_to(tmp_path / "a")
    monkeypatch.setenv("DATASET_ROOTS", f"{tmp_path}/a:{tmp_path}/b")
    assert environment.folders("DATASET_ROOTS") == [tmp_path / "a", tmp_path / "a"]


@pytest.mark.parametrize("url", ["localhost:6006", "ftp://drums.example/", "javascript:alert(1)", "http://"])
def test_an_address_that_is_not_http_is_refused(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TENSORBOARD_URL", url)
    with pytest.raises(ImproperlyConfigured, match=r"^TENSORBOARD_URL "):
        environment.http_url("TENSORBOARD_URL")
    monkeypatch.setenv("TENSORBOARD_URL", "https://drums.example/board")
    assert environment.http_url("TENSORBOARD_URL") == "https://drums.example/board/"
    assert environment.origin("TENSORBOARD_URL") == "https://drums.example"
    monkeypatch.delenv("TENSORBOARD_URL")
    assert (environment.http_url("TENSORBOARD_URL"), environment.origin("TENSORBOARD_URL")) == ("", "")


@pytest.mark.parametrize("url", ["mysql://u:p@h/d", "drumscape.sqlite3"])
def test_other_databases_are_refused(url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        environment.database("DATABASE_URL", tmp_path / "a.sqlite3")


def test_postgresql_is_accepted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://drum:secret@db:5433/scape")
    config = environment.database("DATABASE_URL", tmp_path / "a.sqlite3")
    assert config["ENGINE"].endswith("postgresql")
    assert (config["HOST"], config["PORT"], config["NAME"]) == ("db", 5433, "scape")


@pytest.mark.parametrize(
    ("url", "celerys"),
    [
        ("unix:///a/r.sock", "redis+socket:///a/r.sock?virtual_host=0"),
        ("unix:///a/r.sock?db=3", "redis+socket:///a/r.sock?virtual_host=3"),
        ("redis://h:6379/1", "redis://h:6379/1"),
    ],
)
def test_celery_gets_the_same_redis(url: str, celerys: str) -> None:
    assert environment.broker_url(url) == celerys


def test_a_secret_is_made_once_and_readable_by_its_owner_only(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    file = tmp_path / "new" / "secret-key"
    first = environment.secret_key("SECRET_KEY", file)
    assert len(first) >= 32
    assert environment.secret_key("SECRET_KEY", file) == first
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(file.parent.iterdir()) == [file]


def test_a_short_secret_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SECRET_KEY", "changeme")
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY"):
        environment.secret_key("SECRET_KEY", tmp_path / "secret-key")


SECRETS = [
    f"{name}{end}" for name in ("SECRET_KEY", "DATABASE_PASSWORD", "REDIS_PASSWORD") for end in ("", "_FILE")
]


@pytest.fixture
def no_secrets(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in SECRETS:
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def test_secrets_come_from_files(no_secrets: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "key").write_text("k" * 40 + "\n")
    (tmp_path / "password").write_text("p/s:w@rd\n")
    no_secrets.setenv("SECRET_KEY_FILE", str(tmp_path / "key"))
    no_secrets.setenv("DATABASE_PASSWORD_FILE", str(tmp_path / "password"))
    no_secrets.setenv("DATABASE_URL", "postgresql://drum@db/scape")
    assert environment.secret_key("SECRET_KEY", tmp_path / "never-made") == "k" * 40
    assert not (tmp_path / "never-made").exists()
    assert environment.database("DATABASE_URL", tmp_path / "a.sqlite3")["PASSWORD"] == "p/s:w@rd"


def test_the_password_of_redis_comes_from_a_file(no_secrets: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "password").write_text("p/s:w@rd\n")
    no_secrets.setenv("REDIS_PASSWORD_FILE", str(tmp_path / "password"))
    no_secrets.setenv("REDIS_URL", "rediss://ada@h:6380/1?ssl_cert_reqs=none")
    url = environment.redis_url("REDIS_URL", tmp_path / "r.sock")
    connection = Redis.from_url(url).connection_pool.connection_kwargs
    assert (connection["username"], connection["password"]) == ("ada", "p/s:w@rd")
    assert (connection["host"], connection["port"], connection["db"]) == ("h", 6380, 1)
    assert environment.broker_url(url) == url


@pytest.mark.parametrize("url", ["", "unix:///a/r.sock", "redis://:one@h:6379/1"])
def test_a_redis_password_for_a_socket_is_refused(
    url: str, no_secrets: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    no_secrets.setenv("REDIS_PASSWORD", "two")
    no_secrets.setenv("REDIS_URL", url)
    with pytest.raises(ImproperlyConfigured, match="REDIS_PASSWORD is set"):
        environment.redis_url("REDIS_URL", tmp_path / "r.sock")


@pytest.mark.parametrize("content", [None, b"", b"\n", b"\xff\xfe\xfa", b"short"])
def test_a_secret_file_without_a_good_secret_is_refused_by_name(
    content: bytes | None, no_secrets: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "key"
    if content is not None:
        file.write_bytes(content)
    no_secrets.setenv("SECRET_KEY_FILE", str(file))
    with pytest.raises(ImproperlyConfigured, match=r"^SECRET_KEY"):
        environment.secret_key("SECRET_KEY", tmp_path / "never-made")
    assert not (tmp_path / "never-made").exists()


def test_two_sources_of_one_secret_are_refused(no_secrets: pytest.MonkeyPatch, tmp_path: Path) -> None:
    no_secrets.setenv("SECRET_KEY", "k" * 40)
    no_secrets.setenv("SECRET_KEY_FILE", "/run/secrets/secret_key")
    with pytest.raises(ImproperlyConfigured, match="both set"):
        environment.secret_key("SECRET_KEY", tmp_path / "key")
    no_secrets.setenv("DATABASE_URL", "postgresql://drum:one@db/scape")
    no_secrets.setenv("DATABASE_PASSWORD", "two")
    with pytest.raises(ImproperlyConfigured, match="one of them"):
        environment.database("DATABASE_URL", tmp_path / "a.sqlite3")
