"""The web instrument: Django project and application in one package."""

from webui.celery import app as celery_app

__all__ = ["celery_app"]
