"""Numbers for operators, in Prometheus' text form."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache

import msgspec
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import Response

from zaffre.api.visit import Visit
from zaffre.ledger.records import Record

_SECONDS = (0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120)
_HUNG_UP = 499


class Metrics:
    """The registry of one installation, and what is counted in it."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._running = 0
        labels = ("operation", "dialect", "status")
        self._requests = Counter("zaffre_requests", "Requests answered.", labels, registry=self._registry)
        self._seconds = Histogram(
            "zaffre_request_seconds",
            "Time to the last byte.",
            ("operation",),
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._answered = cache(self._requests.labels)
        self._timed = cache(self._seconds.labels)
        self._seen = Counter(
            "zaffre_filtered",
            "Requests in which a content filter saw a category.",
            ("direction", "category", "action"),
            registry=self._registry,
        )
        self._images = Counter("zaffre_images", "Pictures finished.", ("operation",), registry=self._registry)
        self._in_flight = Gauge("zaffre_requests_in_flight", "Requests being answered.", registry=self._registry)

    @property
    def in_flight(self) -> int:
        """How many requests are being answered."""
        return self._running

    def watch(self, waiting: Callable[[], Mapping[str, int]]) -> None:
        """Tell how many pictures wait, by place, whenever somebody looks."""
        self._registry.register(_Waiting(waiting))

    @contextmanager
    def request(self, operation: str, dialect: str, visit: Visit) -> Iterator[None]:
        """Count one request from here to the end of the block; status 499 where the client hung up first."""
        began = time.perf_counter()
        self._in_flight.inc()
        self._running += 1
        try:
            yield
        finally:
            self._in_flight.dec()
            self._running -= 1
            self._answered(operation, dialect, visit.status or _HUNG_UP).inc()
            self._timed(operation).observe(time.perf_counter() - began)

    def settled(self, record: Record) -> None:
        """Count the pictures that a request finished, and what the content filters saw in it."""
        if record.images:
            self._images.labels(record.operation).inc(record.images)
        if not record.findings:
            return
        blocked = set((record.blocked or "").split(","))
        for direction, seen in msgspec.json.decode(record.findings).items():
            for category in seen:
                action = "blocked" if f"{direction}:{category}" in blocked else "annotated"
                self._seen.labels(direction, category, action).inc()

    async def show(self, request: Request) -> Response:
        return Response(generate_latest(self._registry), media_type=CONTENT_TYPE_LATEST)


class _Waiting(Collector):
    """Looks into the queues when it is asked, so that they need not tell."""

    def __init__(self, waiting: Callable[[], Mapping[str, int]]):
        self._waiting = waiting

    def collect(self) -> Iterator[GaugeMetricFamily]:
        family = GaugeMetricFamily("zaffre_pictures_waiting", "Pictures waiting to be drawn.", labels=["place"])
        for place, count in self._waiting().items():
            family.add_metric([place], count)
        yield family
