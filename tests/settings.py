"""The settings for tests: as they ship, with all data in a folder that goes when the session ends."""

import atexit
import os
import shutil
import tempfile

_folder = tempfile.mkdtemp(prefix="drumscape-tests-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
_secrets = ("SECRET_KEY", "SECRET_KEY_FILE", "DATABASE_PASSWORD", "DATABASE_PASSWORD_FILE")
for _name in ("ALLOWED_HOSTS", "DATABASE_URL", "DATASET_ROOTS", "DECODE_RUNTIME", "REDIS_URL", *_secrets):
    os.environ.pop(_name, None)
if _server := os.environ.get("TEST_POSTGRES"):
    os.environ["DATABASE_URL"] = f"{_server}/postgres"
os.environ["DRUMSCAPE_VAR"] = _folder

from webui.settings import *  # noqa: E402, F403
