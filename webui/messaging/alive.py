"""`python -m webui.messaging.alive NAME` ends with 0 if a process NAME works on this host. For health checks.

A process works if it reports and none of its duties is late. This reads from Redis what processes reported
(`webui.messaging.vitals`), and loads only Django's settings.
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
    found = [vitals.duty_ages_s(beat) for beat in beats if beat["name"] == name and beat["host"] == here]
    if any(max(ages_s.values(), default=0.0) <= vitals.LATE_S for ages_s in found):
        return 0
    print(_complaint(name, here, found), file=sys.stderr)
    return 1


def _complaint(name: str, here: str, found: list[dict[str, float]]) -> str:
    if not found:
        return f"No {name} process on {here} has reported for {vitals.ALIVE_S} s."
    late = sorted({duty for ages_s in found for duty, age_s in ages_s.items() if age_s > vitals.LATE_S})
    return f"The {name} process on {here} has not done for {vitals.LATE_S:g} s: {', '.join(late)}."


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
