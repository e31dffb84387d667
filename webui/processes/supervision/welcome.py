"""Print that the instrument is ready, and where: `welcome.py HOST PORT LOGS [PASSWORD_FILE]`."""

import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

PATIENCE_S, PAUSE_S = 60.0, 0.1


def is_ready(host: str, port: str) -> bool:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    request = urllib.request.Request(f"http://127.0.0.1:{port}/readyz", headers={"Host": host})
    try:
        with direct.open(request, timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def welcome(host: str, port: str, password_file: str | None) -> str:
    lines = [
        "",
        "  Drumscape is ready. Ctrl-C stops it.",
        f"    Studio      http://{host}:{port}/",
        f"    Dashboard   http://{host}:{port}/dashboard/",
    ]
    if password_file:
        lines.append(f"    Sign in     admin, password {Path(password_file).read_text().strip()}")
        lines.append(f"                (shown this once; kept in {password_file})")
    return "\n".join([*lines, ""])


def main(host: str, port: str, logs: str, password_file: str | None = None) -> None:
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        if is_ready(host, port):
            print(welcome(host, port, password_file), flush=True)
            return
        time.sleep(PAUSE_S)
    print(f"Drumscape is not ready after {PATIENCE_S:.0f} s: look into {logs}.", file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(130)
