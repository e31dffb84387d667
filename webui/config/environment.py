"""Typed readers of environment variables: a wrong value stops the process with the variable's name."""

import os
import secrets
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit, urlunsplit

import environ
from django.core.exceptions import ImproperlyConfigured


def integer(name: str, default: int, *, low: int, high: int) -> int:
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
    """Comma-separated names."""
    return [part.strip() for part in (os.environ.get(name, "") or default).split(",") if part.strip()]


def folder(name: str, default: Path) -> Path:
    """An absolute folder. It need not exist yet, but nothing else may be there."""
    path = Path(os.environ.get(name, "") or default).expanduser().absolute()
    if path.exists() and not path.is_dir():
        raise ImproperlyConfigured(f"{name} is '{path}', which is not a folder: set a folder.")
    return path


def make_folder(name: str, path: Path) -> None:
    """Make `path`, which lies in the folder that the variable names."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f"{name}: {path} cannot be made ({error.strerror}); set a folder that you may write to."
        ) from None


def folders(name: str) -> list[Path]:
    """Existing absolute folders, separated by `:` as in PATH, symbolic links resolved."""
    paths = [Path(part) for part in os.environ.get(name, "").split(os.pathsep) if part]
    for path in paths:
        if not path.is_absolute() or not path.is_dir():
            raise ImproperlyConfigured(f"{name} names '{path}': set absolute paths of existing folders.")
    return [path.resolve() for path in paths]


def secret(name: str) -> str:
    """The variable, else what the file that `name`_FILE names holds; empty where neither is set."""
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
    """Django's settings for one database: SQLite or PostgreSQL, kept open by each thread.

    The password may stand in the URL or, kept apart, in the secret that `password` names.
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
    """As redis-py reads it: redis://, rediss:// or unix://.

    The password may stand in the URL or, kept apart, in the secret that `password` names.
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
    """An address that browsers open, ending with a slash; empty when unset."""
    url = os.environ.get(name, "")
    if url and (urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname):
        raise ImproperlyConfigured(f"{name} is '{url}': set an address that begins with http:// or https://.")
    return f"{url.rstrip('/')}/" if url else ""


def origin(name: str) -> str:
    """The scheme and host of such an address, as browsers name where a request comes from."""
    parts = urlsplit(http_url(name))
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme else ""


def broker_url(url: str) -> str:
    """The same Redis as Celery names it."""
    parts = urlsplit(url)
    if parts.scheme != "unix":
        return url
    number = parse_qs(parts.query).get("db", ["0"])[0]
    return f"redis+socket://{parts.path}?virtual_host={number}"


def secret_key(name: str, file: Path) -> str:
    """The variable, or the file that it names, else the key kept in `file`, made on the first start."""
    given = secret(name)
    if given and len(given) < 32:
        raise ImproperlyConfigured(f"{name} is too short: set at least 32 random characters.")
    return given or keep_secret(file, secrets.token_urlsafe(48))


def keep_secret(file: Path, value: str) -> str:
    """Write `value` to `file` for its owner alone, unless it holds one already; return what it holds.

    Linking a finished temporary file into place lets processes that start together agree on one value.
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
    """This process's environment with every numeric library held to one thread, and a GPU shared by all."""
    single = dict.fromkeys(
        ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"), "1"
    )
    return {**os.environ, **single, "TF_FORCE_GPU_ALLOW_GROWTH": "true", **extra}
