"""What Prometheus reads from this process, and the lengths of the queues that all processes share."""

import time
from collections.abc import Callable, Iterable

from django.http import HttpRequest, HttpResponse
from prometheus_client import REGISTRY, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from redis.exceptions import RedisError

from webui.broker import redis

QUEUES = ("decode", "locate", "ingest", "train")
SECONDS = (0.002, 0.004, 0.008, 0.015, 0.03, 0.06, 0.125, 0.25, 0.5, 1, 2.5, 5)

requests = Histogram(
    "drumscape_request_seconds", "Time to answer a request", ("route", "method", "status"), buckets=SECONDS
)


def measure_requests(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: time every request by its route, which unlike its path has few values."""

    def middleware(request: HttpRequest) -> HttpResponse:
        start = time.perf_counter()
        response = get_response(request)
        route = request.resolver_match.route if request.resolver_match else "none"
        labels = (route, request.method or "", str(response.status_code))
        requests.labels(*labels).observe(time.perf_counter() - start)
        return response

    return middleware


class QueueLengths(Collector):
    """Messages that wait, asked for at each scrape; none while the broker is away."""

    def collect(self) -> Iterable[GaugeMetricFamily]:
        waiting = GaugeMetricFamily("drumscape_queue_messages", "Messages that wait", labels=["queue"])
        try:
            for queue in QUEUES:
                waiting.add_metric([queue], float(redis().llen(queue)))
        except RedisError:
            return
        yield waiting

    def describe(self) -> Iterable[GaugeMetricFamily]:
        """Known beforehand, so that registering does not ask the broker."""
        return [GaugeMetricFamily("drumscape_queue_messages", "Messages that wait", labels=["queue"])]


REGISTRY.register(QueueLengths())
