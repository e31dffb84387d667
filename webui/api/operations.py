"""For those who run the instrument."""

from django.db import Error as DatabaseFailure
from django.http import HttpRequest, HttpResponse, JsonResponse
from kombu.exceptions import OperationalError as BrokerError
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from redis.exceptions import RedisError

from sampler.errors import DrumscapeError
from webui.api.problems import problem, problem_handler
from webui.services.health import instrument_check


def healthz(request: HttpRequest) -> JsonResponse:
    """This process answers."""
    return JsonResponse({"status": "ok"})


def readyz(request: HttpRequest) -> HttpResponse:
    """A sound would be played: database, broker and a decode worker answer."""
    try:
        instrument_check()
    except (DrumscapeError, RedisError, BrokerError, DatabaseFailure) as error:
        return problem_handler(error, {}) or problem(503, "The database does not answer: see its log.", 5)
    return JsonResponse({"status": "ready"})


def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus text."""
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)
