"""Tests run in parallel, so each process gets one thread for numeric libraries."""

import os

from webui.config.environment import worker_environment

os.environ.update(worker_environment())
