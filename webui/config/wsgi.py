"""Entry point of the web server."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "webui.config.settings")

application = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018  # imports all views now and not during the first request

from webui.messaging import vitals  # noqa: E402  # imported late: it reads the settings

vitals.keep_reporting("web")
