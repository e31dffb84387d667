"""`python -m webui.alive NAME`: whether a process of that name lives on this host; for health checks.

It asks Redis what processes told last, see `webui.vitals`, and sets up no more of Django than its settings.
"""

import os
import socket
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "webui.settings")

from redis.exceptions import RedisError

from webui import vitals


def main(name: str) -> int:
    try:
        beats = vitals.beats()
    except RedisError as error:
        print(f"Redis does not answer: {error}", file=sys.stderr)
        return 1
    here = socket.gethostname()
    if any(beat["name"] == name and beat["host"] == here for beat in beats):
        return 0
    print(f"No {name} process on {here} has told of itself for {vitals.ALIVE_S} s.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
