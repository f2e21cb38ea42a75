"""The interface put into the application: its endpoints, its own description, and an answer to unknown addresses."""

from importlib.metadata import version

from flask import Blueprint, Flask, Response, render_template
from flask.typing import ResponseReturnValue

from webapp.api.door import check_call, exempt_from_csrf, guards
from webapp.api.openapi import PREFIX, describe
from webapp.api.refusals import install_refusals
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
        raise NotFound("no-endpoint", "没有接口“{address}”，请对照接口说明核对地址和方法。", address=rest[:200])

    api.before_request(check_call)
    install_refusals(api)
    app.register_blueprint(api)
    exempt_from_csrf(app, api)
