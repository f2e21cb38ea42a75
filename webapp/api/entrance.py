"""The interface put into the application: its endpoints, its own description, and an answer to unknown addresses."""

from contextlib import suppress
from importlib.metadata import version

from flask import Blueprint, Flask, Response, current_app, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from webapp.api.door import check_call, exempt_from_csrf, guards
from webapp.api.openapi import PREFIX, describe
from webapp.api.refusals import failed, install_refusals
from webapp.api.resources import register
from webapp.api.v1 import all_endpoints
from webapp.errors import NotFound
from webapp.permissions import Action
from webapp.permissions.scopes import SCOPE_OF

METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]


def install_api(app: Flask) -> None:
    """Register everything under its prefix."""
    api = Blueprint("api", __name__, url_prefix=PREFIX)
    endpoints = list(all_endpoints())
    for endpoint in endpoints:
        register(api, endpoint)
    document = describe(endpoints, version("zeyou"))

    @api.get("/openapi.json")
    @guards(Action.USE_API, takes_cookie=True)
    def openapi_file() -> ResponseReturnValue:
        return document

    @api.get("/")
    @guards(Action.USE_API, takes_cookie=True)
    def reference_page() -> ResponseReturnValue:
        return render_template("api/reference.html", endpoints=endpoints, prefix=PREFIX, scope_of=SCOPE_OF)

    @api.route("/<path:rest>", methods=METHODS)
    @guards(Action.USE_API)
    def unknown_answer(rest: str) -> Response:
        known = methods_at(request.path)
        if known:
            raise MethodNotAllowed(known)
        raise NotFound("no-endpoint", "没有接口“{address}”，请对照接口说明核对地址和方法。", address=rest[:200])

    @api.after_request
    def tell_methods(answer: Response) -> Response:
        if request.method == "OPTIONS":
            answer.headers["Allow"] = ", ".join([*methods_at(request.path), "OPTIONS"])
        return answer

    @app.before_request
    def tell_odd_method() -> Response | None:
        """Methods that no address has, such as TRACE, never reach the blueprint."""
        is_odd = isinstance(request.routing_exception, MethodNotAllowed) and request.path.startswith(f"{PREFIX}/")
        return failed(MethodNotAllowed(methods_at(request.path))) if is_odd else None

    api.before_request(check_call)
    install_refusals(api)
    app.register_blueprint(api)
    exempt_from_csrf(app, api)


def methods_at(path: str) -> list[str]:
    """Name the methods an address has, beside the answer to unknown ones."""
    addresses, known = current_app.url_map.bind(""), list[str]()
    for method in METHODS:
        with suppress(HTTPException):
            if not addresses.match(path, method)[0].endswith("unknown_answer"):
                known += [method, "HEAD"] if method == "GET" else [method]
    return known
