"""The set-up of the Django project and its Celery applications."""
