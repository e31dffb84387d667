"""`python -m webui.messaging.alive NAME` ends with 0 if a process NAME lives on this host. For health checks.

It reads from Redis what processes reported (`webui.messaging.vitals`), and loads only Django's settings.
"""

import os
import socket
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "webui.config.settings")

from redis.exceptions import RedisError

from webui.messaging import vitals


def main(name: str) -> int:
    try:
        beats = vitals.beats()
    except RedisError as error:
        print(f"Redis does not answer: {error}", file=sys.stderr)
        return 1
    here = socket.gethostname()
    if any(beat["name"] == name and beat["host"] == here for beat in beats):
        return 0
    print(f"No {name} process on {here} has reported for {vitals.ALIVE_S} s.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
