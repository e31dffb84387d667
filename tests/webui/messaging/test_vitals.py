"""The thread that reports about a process does not keep it from ending."""

import os
import subprocess
import sys

from tests.live_studio import ROOT

REPORTING = """
import threading, time
import django; django.setup()
from redis.exceptions import RedisError
from webui.messaging import broker, vitals

class Slow:
    def __init__(self, **options):
        connecting.set()
        time.sleep(1)
        raise RedisError

connecting = threading.Event()
broker.redis().connection_pool.connection_class = Slow  # made while the pool is locked
vitals.keep_reporting("web")
connecting.wait()
"""


def test_a_process_ends_while_it_is_reporting() -> None:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "webui.config.settings"}
    command = [sys.executable, "-c", REPORTING]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
