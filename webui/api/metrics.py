"""Metrics for Prometheus: times of this process's requests, and the health of all processes."""

import time
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from redis.exceptions import RedisError

from webui.messaging import vitals
from webui.selectors.health import disk_use, latencies, processes, queue_lengths

SECONDS = (0.002, 0.004, 0.008, 0.015, 0.03, 0.06, 0.125, 0.25, 0.5, 1, 2.5, 5)

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

requests = Histogram(
    "drumscape_request_seconds", "Time to answer a request", ("route", "method", "status"), buckets=SECONDS
)


def measure_requests(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: time every request by route, method and status.

    A route has few values, unlike a path. Methods that clients invent count as one.
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
    """Reads the health of all processes at each scrape. While Redis is away only disk use is known."""

    def collect(self) -> Gauges:
        disk = _gauge("disk_bytes", "Bytes in use, and left, by folder", "what")
        for name, size in disk_use().items():
            disk.add_metric([name.removesuffix("_bytes")], size)
        yield disk
        try:
            yield from list(self._reported())
        except RedisError:
            return

    def _reported(self) -> Gauges:
        waiting = _gauge("queue_messages", "Messages that wait", "queue")
        for queue, length in queue_lengths().items():
            waiting.add_metric([queue], length)
        beats = vitals.beats()
        alive = _gauge("processes", "Processes that are alive", "name")
        for name, count in Counter(beat["name"] for beat in beats).items():
            alive.add_metric([name], count)
        warm = _gauge("warm_models", "Processes that keep a model loaded", "model")
        for model, count in Counter(model for beat in beats for model in beat["warm"]).items():
            warm.add_metric([model], count)
        errors = GaugeMetricFamily("drumscape_errors", "Errors logged since Redis started")
        errors.add_metric([], vitals.error_count())
        yield from (waiting, alive, warm, errors, _sound_seconds(beats), _duty_ages(beats))

    def describe(self) -> Gauges:
        """Describe nothing in advance, so that registering does not ask the broker."""
        return []


def _gauge(name: str, meaning: str, label: str) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"drumscape_{name}", meaning, labels=[label])


def _sound_seconds(beats: list[dict[str, Any]]) -> GaugeMetricFamily:
    meaning = "Percentiles over the latest sounds: within workers, and answered by the web"
    seconds = GaugeMetricFamily("drumscape_sound_seconds", meaning, labels=["side", "percentile"])
    for side, figures in latencies(beats).items():
        for name, value in figures.items():
            if name.endswith("_ms"):
                seconds.add_metric([side, name.removesuffix("_ms").removeprefix("p")], value / 1000)
    return seconds


def _duty_ages(beats: list[dict[str, Any]]) -> GaugeMetricFamily:
    meaning = "Time since a background duty of a process was done last, the oldest of all such processes"
    ages = GaugeMetricFamily("drumscape_duty_age_seconds", meaning, labels=["name", "duty"])
    oldest: dict[tuple[str, str], float] = {}
    for process in processes(beats):
        for duty in process.duties:
            key = (process.name, duty.name)
            oldest[key] = max(duty.age_s, oldest.get(key, 0.0))
    for labels, age_s in oldest.items():
        ages.add_metric(labels, age_s)
    return ages


REGISTRY.register(Health())


def metrics(request: HttpRequest) -> HttpResponse:
    """Answer with Prometheus text."""
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)
