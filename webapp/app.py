"""The only wiring: settings, engine and clock become a Flask application."""

from collections.abc import Callable
from typing import Any

from flask import Flask, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Engine
from werkzeug.middleware.proxy_fix import ProxyFix

from webapp.api.entrance import install_api
from webapp.api.watching import install_watching
from webapp.clock import Clock, system_clock
from webapp.database import again_when_crossed, build_engine, give_field_key
from webapp.jobs.worker import Worker
from webapp.pages import register_pages
from webapp.pages.door import Wiring
from webapp.settings import Settings


class Application(Flask):
    """Begins a request again that crossed another in the database; nobody need know."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return what is called, which never is a coroutine here: Flask would look at each hook of each request."""
        return func

    def dispatch_request(self) -> ResponseReturnValue:
        """Answer the request."""
        return again_when_crossed(super().dispatch_request, before_again=rewind_files)


def rewind_files() -> None:
    """Let uploaded files be read from their beginning once more."""
    for files in request.files.listvalues():
        for file in files:
            file.stream.seek(0)


def create_app(settings: Settings, *, engine: Engine | None = None, clock: Clock = system_clock) -> Flask:
    """Build the application; nothing touches the database until a request comes."""
    app = Application("webapp", static_folder="static", template_folder="templates")
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="zeyou",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        MAX_CONTENT_LENGTH=settings.upload_limit,
        MAX_FORM_MEMORY_SIZE=4 * 1024 * 1024,
        MAX_FORM_PARTS=5000,
        SEND_FILE_MAX_AGE_DEFAULT=86_400,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        BABEL_DEFAULT_LOCALE="zh",
        BABEL_DEFAULT_TIMEZONE=settings.time_zone_name,
        TESTING=settings.testing,
    )
    engine = engine or build_engine(settings.database_url, settings)
    give_field_key(engine, settings)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]  # Flask's own way
    app.extensions["zeyou"] = Wiring(settings, engine, clock)
    app.extensions["zeyou_worker"] = Worker(settings, engine, clock)
    install_watching(app, engine, settings.watch)
    register_pages(app)
    install_api(app)
    return app
