"""Entry point of the web server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "webui.settings")

application = get_wsgi_application()

from webui import vitals  # noqa: E402  # it reads settings, which have to be ready

vitals.keep_telling("web")
