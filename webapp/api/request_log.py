"""Every request has a number, the proxy's where it is well-formed: given back, and in every line of the log."""

import re
import time
import uuid

import structlog
from flask import Flask, Response, g, request
from flask_login import current_user

from webapp.logs import is_heard, note

HEADER = "X-Request-Id"
SHAPE = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)


def request_number() -> str:
    """Return the number the proxy gave, or a new one."""
    given = request.headers.get(HEADER, "")
    return given if SHAPE.fullmatch(given) else uuid.uuid4().hex


def who() -> str:
    """Name who asked by role and number of the account, never by name."""
    actor = g.get("api_actor")
    if actor is None and g.get("_login_user") is not None and current_user.is_authenticated:
        actor = current_user.actor
    return f"{actor.role}:{actor.account_id or '-'}" if actor is not None else "public:-"


def install_request_log(app: Flask) -> None:
    """Number each request before anything else looks at it; note it when it is answered."""

    @app.before_request
    def begin() -> None:
        g.request_number, g.began = request_number(), time.perf_counter()
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request=g.request_number)

    @app.after_request
    def end(response: Response) -> Response:
        response.headers[HEADER] = g.get("request_number") or request_number()
        if is_heard("request") and request.endpoint != "static":
            note(
                "request",
                "answered",
                method=request.method,
                endpoint=request.endpoint or "unknown",
                status=response.status_code,
                ms=round((time.perf_counter() - g.get("began", time.perf_counter())) * 1000, 1),
                who=who(),
            )
        return response
