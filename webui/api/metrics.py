"""What Prometheus reads: times of this process's requests, and the health that all processes share."""

import time
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from prometheus_client import REGISTRY, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from redis.exceptions import RedisError

from webui.messaging import vitals
from webui.selectors.health import disk_use, latencies, queue_lengths

SECONDS = (0.002, 0.004, 0.008, 0.015, 0.03, 0.06, 0.125, 0.25, 0.5, 1, 2.5, 5)

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

requests = Histogram(
    "drumscape_request_seconds", "Time to answer a request", ("route", "method", "status"), buckets=SECONDS
)


def measure_requests(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: time every request by its route, which unlike its path has few values, as have methods but
    for those that clients invent.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        start = time.perf_counter()
        response = get_response(request)
        route = request.resolver_match.route if request.resolver_match else "none"
        method = request.method if request.method in METHODS else "other"
        labels = (route, method, str(response.status_code))
        requests.labels(*labels).observe(time.perf_counter() - start)
        return response

    return middleware


Gauges = Iterable[GaugeMetricFamily]


class Health(Collector):
    """What all processes share, asked for at each scrape; of Redis nothing while it is away."""

    def collect(self) -> Gauges:
        disk = _gauge("disk_bytes", "Bytes in use, and left, by folder", "what")
        for name, size in disk_use().items():
            disk.add_metric([name.removesuffix("_bytes")], size)
        yield disk
        try:
            yield from list(self._told())
        except RedisError:
            return

    def _told(self) -> Gauges:
        waiting = _gauge("queue_messages", "Messages that wait", "queue")
        for queue, length in queue_lengths().items():
            waiting.add_metric([queue], length)
        told = vitals.beats()
        alive = _gauge("processes", "Processes that are alive", "name")
        for name, count in Counter(beat["name"] for beat in told).items():
            alive.add_metric([name], count)
        warm = _gauge("warm_models", "Processes that keep a model loaded", "model")
        for model, count in Counter(model for beat in told for model in beat["warm"]).items():
            warm.add_metric([model], count)
        errors = GaugeMetricFamily("drumscape_errors", "Errors logged since Redis started")
        errors.add_metric([], vitals.error_count())
        yield from (waiting, alive, warm, errors, _sound_seconds(told))

    def describe(self) -> Gauges:
        """Nothing beforehand: registering does not ask the broker."""
        return []


def _gauge(name: str, meaning: str, label: str) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"drumscape_{name}", meaning, labels=[label])


def _sound_seconds(told: list[dict[str, Any]]) -> GaugeMetricFamily:
    meaning = "Percentiles over the latest sounds: within workers, and answered by the web"
    seconds = GaugeMetricFamily("drumscape_sound_seconds", meaning, labels=["side", "percentile"])
    for side, figures in latencies(told).items():
        for name, value in figures.items():
            if name.endswith("_ms"):
                seconds.add_metric([side, name.removesuffix("_ms").removeprefix("p")], value / 1000)
    return seconds


REGISTRY.register(Health())
