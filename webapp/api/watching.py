"""The service watched: its log, the number of each request, slow statements and figures."""

from flask import Flask
from sqlalchemy import Engine

from webapp.api.metrics import install_metrics
from webapp.api.request_log import install_request_log
from webapp.api.slow_statements import watch_statements
from webapp.logs import configure_logs
from webapp.settings import WatchSettings


def install_watching(app: Flask, engine: Engine, watch: WatchSettings) -> None:
    """Connect everything; first of all, so that no request escapes."""
    configure_logs(watch.log)
    install_request_log(app)
    figures = install_metrics(app, engine, watch)
    if figures:
        watch_statements(engine, watch.slow_ms, figures.count_slow)
    else:
        watch_statements(engine, watch.slow_ms)
