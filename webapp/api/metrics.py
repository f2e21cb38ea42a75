"""Figures for Prometheus: requests, their time, slow statements, jobs; open to this machine or to a token only."""

import hmac
import time
from typing import Any

from flask import Flask, Response, abort, g, request
from sqlalchemy import Engine

from webapp.api.door import guards, settings
from webapp.database import reading
from webapp.errors import Unusable
from webapp.permissions import Action
from webapp.queries.jobs import count_by_state
from webapp.settings import WatchSettings

LOOPBACK = ("127.0.0.1", "::1")
FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-Ip")
MISSING = "要提供监测指标，请先安装附加组件：pip install 'zeyou[metrics]'，或去掉环境变量 ZEYOU_METRICS。"


class Figures:
    """The counters of one application."""

    def __init__(self, folder: str) -> None:
        try:
            import prometheus_client
        except ImportError as error:
            raise Unusable("metrics-missing", MISSING) from error
        self.client = prometheus_client
        self.folder = folder
        self.registry = prometheus_client.CollectorRegistry()
        kept: dict[str, Any] = {"registry": None if folder else self.registry}
        self.requests = prometheus_client.Counter(
            "zeyou_requests", "Requests answered.", ["method", "endpoint", "status"], **kept
        )
        self.seconds = prometheus_client.Histogram("zeyou_request_seconds", "Time of requests.", ["endpoint"], **kept)
        self.slow = prometheus_client.Counter("zeyou_slow_statements", "Statements slower than the threshold.", **kept)

    def count_slow(self) -> None:
        """Count a slow statement."""
        self.slow.inc()

    def count_request(self, status: int) -> None:
        """Count the request that is being answered."""
        endpoint = request.endpoint or "unknown"
        self.requests.labels(request.method, endpoint, str(status)).inc()
        self.seconds.labels(endpoint).observe(time.perf_counter() - g.get("began", time.perf_counter()))

    def written(self, engine: Engine) -> bytes:
        """Write the figures of every process of this host, and the jobs as they are now."""
        registry = self.client.CollectorRegistry()
        jobs = self.client.Gauge("zeyou_jobs", "Jobs by state.", ["state"], registry=registry)
        with reading(engine) as session:
            for state, number in count_by_state(session).items():
                jobs.labels(state).set(number)
        return self.counted() + bytes(self.client.generate_latest(registry))

    def counted(self) -> bytes:
        """Write the counters; with several processes those of all, from the folder they share."""
        if not self.folder:
            return bytes(self.client.generate_latest(self.registry))
        from prometheus_client.multiprocess import MultiProcessCollector

        together = self.client.CollectorRegistry()
        collect: Any = MultiProcessCollector
        collect(together, path=self.folder)
        return bytes(self.client.generate_latest(together))


def may_read(watch: WatchSettings) -> bool:
    """Tell whether this request may see the figures; a request that a proxy passed on is not from this machine."""
    if watch.metrics_token:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
        return hmac.compare_digest(given.encode(), watch.metrics_token.encode())
    return request.remote_addr in LOOPBACK and not any(name in request.headers for name in FORWARDED)


def install_metrics(app: Flask, engine: Engine, watch: WatchSettings) -> Figures | None:
    """Offer the figures where the settings ask for them; elsewhere the address does not exist."""
    if watch.metrics == "off":
        return None
    figures = Figures(watch.metrics_folder)

    @app.after_request
    def count(response: Response) -> Response:
        figures.count_request(response.status_code)
        return response

    @app.get("/metrics")
    @guards(Action.ASK_HEALTH)
    def metrics_answer() -> Response:
        if not may_read(settings().watch):
            abort(404)
        return Response(figures.written(engine), content_type=figures.client.CONTENT_TYPE_LATEST)

    return figures
