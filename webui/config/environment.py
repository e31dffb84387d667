"""Typed readers of environment variables.

A wrong value raises ImproperlyConfigured with the variable's name, which stops the process.
"""

import os
import secrets
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit, urlunsplit

import environ
from django.core.exceptions import ImproperlyConfigured


def integer(name: str, default: int, *, low: int, high: int) -> int:
    """A whole number from `low` to `high`; `default` when unset."""
    text = os.environ.get(name, "") or str(default)
    if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
        raise ImproperlyConfigured(f"{name} is '{text}': set a whole number between {low} and {high}.")
    return int(text)


def choice(name: str, options: tuple[str, ...]) -> str:
    """One of `options`; the first when unset."""
    text = os.environ.get(name, "") or options[0]
    if text not in options:
        raise ImproperlyConfigured(f"{name} is '{text}': set one of {', '.join(options)}.")
    return text


def names(name: str, default: str) -> list[str]:
    """A list of comma-separated names."""
    return [part.strip() for part in (os.environ.get(name, "") or default).split(",") if part.strip()]


def folder(name: str, default: Path) -> Path:
    """The absolute path of a folder, which need not exist yet."""
    path = Path(os.environ.get(name, "") or default).expanduser().absolute()
    if path.exists() and not path.is_dir():
        raise ImproperlyConfigured(f"{name} is '{path}', which is not a folder: set a folder.")
    return path


def keep_private(folder: Path) -> None:
    """Let only this account enter a folder. One that belongs to another account stays as it is."""
    with suppress(PermissionError):
        folder.chmod(0o700)


def make_folder(name: str, path: Path) -> None:
    """Make the folder `path`, which is inside the folder that the variable `name` gives."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f"{name}: {path} cannot be made ({error.strerror}); set a folder that you may write to."
        ) from None


def folders(name: str) -> list[Path]:
    """Absolute paths of existing folders, separated by `:` as in PATH; resolves symbolic links."""
    paths = [Path(part) for part in os.environ.get(name, "").split(os.pathsep) if part]
    for path in paths:
        if not path.is_absolute() or not path.is_dir():
            raise ImproperlyConfigured(f"{name} names '{path}': set absolute paths of existing folders.")
    return [path.resolve() for path in paths]


def secret(name: str) -> str:
    """The variable `name`, else the content of the file that `name`_FILE gives; empty when both are unset."""
    given, file = os.environ.get(name, ""), os.environ.get(f"{name}_FILE", "")
    if given and file:
        raise ImproperlyConfigured(f"{name} and {name}_FILE are both set: set one of them.")
    if not file:
        return given
    try:
        text = Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not text"
        raise ImproperlyConfigured(f"{name}_FILE: {file} cannot be read ({reason}).") from None
    if not text:
        raise ImproperlyConfigured(f"{name}_FILE: {file} is empty: write the secret into it.")
    return text


def database(name: str, default_sqlite: Path, *, password: str = "DATABASE_PASSWORD") -> dict[str, Any]:
    """Django's settings for one database, SQLite or PostgreSQL. Each thread keeps its connection open.

    The password is in the URL or in the secret that `password` names.
    """
    url = os.environ.get(name, "") or f"sqlite:///{default_sqlite}"
    if urlsplit(url).scheme not in ("sqlite", "postgres", "postgresql"):
        raise ImproperlyConfigured(f"{name} must begin with sqlite:/// or postgresql://.")
    config: dict[str, Any] = dict(environ.Env.db_url_config(url))
    config |= {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}
    if kept_apart := secret(password):
        if config["PASSWORD"]:
            raise ImproperlyConfigured(f"{name} holds a password and {password} is set: use one of them.")
        config["PASSWORD"] = kept_apart
    if config["ENGINE"].endswith("sqlite3"):
        config["OPTIONS"] = {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
    return config


def redis_url(name: str, default_socket: Path, *, password: str = "REDIS_PASSWORD") -> str:
    """The address of Redis for redis-py: redis://, rediss:// or unix://.

    The password is in the URL or in the secret that `password` names.
    """
    url = os.environ.get(name, "") or f"unix://{default_socket}"
    parts = urlsplit(url)
    if parts.scheme not in ("redis", "rediss", "unix"):
        raise ImproperlyConfigured(f"{name} must begin with redis://, rediss:// or unix://.")
    if not (kept_apart := secret(password)):
        return url
    if parts.scheme == "unix":
        raise ImproperlyConfigured(
            f"{password} is set: set {name} to a redis:// or rediss:// address as well."
        )
    if parts.password:
        raise ImproperlyConfigured(f"{name} holds a password and {password} is set: use one of them.")
    account, host = parts.username or "", parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{account}:{quote(kept_apart, safe='')}@{host}"))


def http_url(name: str) -> str:
    """An http or https address with a slash at its end; empty when unset."""
    url = os.environ.get(name, "")
    if url and (urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname):
        raise ImproperlyConfigured(f"{name} is '{url}': set an address that begins with http:// or https://.")
    return f"{url.rstrip('/')}/" if url else ""


def origin(name: str) -> str:
    """Scheme and host of an address, in the form of a browser's Origin header; empty when unset."""
    parts = urlsplit(http_url(name))
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme else ""


def broker_url(url: str) -> str:
    """The address of Redis in the form that Celery needs."""
    parts = urlsplit(url)
    if parts.scheme != "unix":
        return url
    number = parse_qs(parts.query).get("db", ["0"])[0]
    return f"redis+socket://{parts.path}?virtual_host={number}"


def secret_key(name: str, file: Path) -> str:
    """The secret `name`, else the key in `file`, which the first start generates."""
    given = secret(name)
    if given and len(given) < 32:
        raise ImproperlyConfigured(f"{name} is too short: set at least 32 random characters.")
    return given or keep_secret(file, secrets.token_urlsafe(48))


def keep_secret(file: Path, value: str) -> str:
    """Write `value` to `file` for its owner only, unless the file exists; returns the file's content.

    A finished temporary file is linked to the name, so that processes that start together get the same value.
    """
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=file.parent)
        with os.fdopen(handle, "w") as stream:
            stream.write(value)
        try:
            os.link(temporary, file)
        except FileExistsError:
            pass
        finally:
            os.unlink(temporary)
    return file.read_text().strip()


def worker_environment(**extra: str) -> Mapping[str, str]:
    """This process's environment, with one thread for numeric libraries and a GPU shared by all workers."""
    single = dict.fromkeys(
        ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"), "1"
    )
    return {**os.environ, **single, "TF_FORCE_GPU_ALLOW_GROWTH": "true", **extra}
