"""The settings for tests: the usual ones, with all data in a temporary folder."""

import atexit
import os
import shutil
import tempfile

_folder = tempfile.mkdtemp(prefix="drumscape-tests-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
_secrets = ("SECRET_KEY", "SECRET_KEY_FILE", "DATABASE_PASSWORD", "DATABASE_PASSWORD_FILE")
_addresses = ("ALLOWED_HOSTS", "DATABASE_URL", "PUBLIC_ORIGIN", "REDIS_URL")
for _name in ("DATASET_ROOTS", "DECODE_RUNTIME", *_addresses, *_secrets):
    os.environ.pop(_name, None)
if _server := os.environ.get("TEST_POSTGRES"):
    os.environ["DATABASE_URL"] = f"{_server}/postgres"
os.environ["DRUMSCAPE_VAR"] = _folder

from webui.config.settings import *  # noqa: E402, F403
from webui.config.settings import DATABASES, MIDDLEWARE  # noqa: E402

MIDDLEWARE.insert(0, "tests.answers.check_answers")

if not _server:
    # a file as in production: connections of several threads wait for each other, in memory they fail at once
    DATABASES["default"]["TEST"] = {"NAME": os.path.join(_folder, "test.sqlite3")}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # production's takes half a second

WHITENOISE_AUTOREFRESH = True  # otherwise it lists all static files for each new client, in half a second
