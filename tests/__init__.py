"""Tests run side by side: the threads of one would only wait for those of another."""

import os

from webui.config.environment import worker_environment

os.environ.update(worker_environment())
