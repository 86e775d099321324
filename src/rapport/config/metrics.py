"""Figures for Prometheus at /metrics: requests by method and status, how long they took, how much work waits.

Under `serve` every process counts in a file of its own (PROMETHEUS_MULTIPROC_DIR), and
whichever answers adds them up; elsewhere a process counts for itself.
"""

from __future__ import annotations

import hmac
import os
import time
from collections.abc import Callable, Iterator

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import REGISTRY, Collector

from rapport.kernel import clock
from rapport.kernel.jobs import queries

Handler = Callable[[HttpRequest], HttpResponse]

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
LOOPBACK = frozenset({"127.0.0.1", "::1"})

requests = Counter("rapport_requests", "Requests answered.", ["method", "status"])
seconds = Histogram(
    "rapport_request_seconds", "How long an answer took.", buckets=(0.005, 0.02, 0.05, 0.1, 0.3, 1, 3, 10)
)


class Count:
    """Middleware, the outermost: counts each answer."""

    def __init__(self, get_response: Handler) -> None:
        """Keep what answers."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and count it."""
        began = time.perf_counter()
        response = self.get_response(request)
        seconds.observe(time.perf_counter() - began)
        method = request.method if request.method in METHODS else "other"
        requests.labels(method, response.status_code).inc()
        return response


class Backlog(Collector):
    """The jobs that wait, read when asked."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Jobs by state, and for how long the oldest has been due."""
        backlog = queries.backlog(clock.now())
        jobs = GaugeMetricFamily("rapport_jobs", "Jobs by state.", labels=["state"])
        for state in ("ready", "running", "dead"):
            jobs.add_metric([state], getattr(backlog, state))
        yield jobs
        yield GaugeMetricFamily(
            "rapport_jobs_oldest_seconds", "How long the oldest due job has waited.", backlog.oldest_seconds
        )


def metrics(request: HttpRequest) -> HttpResponse:
    """All figures, for this machine itself or for who brings RAPPORT_METRICS_TOKEN.

    Raises: Http404, for everybody else.
    """
    if not _may_read(request):
        raise Http404
    own: CollectorRegistry = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        own = CollectorRegistry()
        MultiProcessCollector(own)  # type: ignore[no-untyped-call]
    waiting = CollectorRegistry()
    waiting.register(Backlog())
    answer = HttpResponse(
        generate_latest(own) + generate_latest(waiting), content_type="text/plain; version=0.0.4"
    )
    answer["Cache-Control"] = "no-store"
    return answer


def _may_read(request: HttpRequest) -> bool:
    """Behind a proxy everybody comes from this machine, so what was forwarded needs the token."""
    token = settings.METRICS_TOKEN
    given = request.headers.get("Authorization", "")
    if token and hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
        return True
    forwarded = any(name.startswith("HTTP_X_FORWARDED") or name == "HTTP_FORWARDED" for name in request.META)
    return request.META.get("REMOTE_ADDR", "").partition("%")[0] in LOOPBACK and not forwarded


urlpatterns = [path("metrics", metrics, name="metrics")]
