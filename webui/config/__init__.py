"""How the Django project and its Celery applications are set up."""
