"""The door for programs: a token says who asks, the same table says what is open, the scopes narrow it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

from flask import Flask, current_app, g, request
from flask_login import current_user
from sqlalchemy import Engine

from webapp.api.asked import LARGEST_NUMBER, LONGEST_MARK, LONGEST_WINDOW, Window
from webapp.database import reading, transaction
from webapp.errors import NotFound, NotPermitted, Refusal
from webapp.permissions import Action, Actor, require
from webapp.permissions.scopes import SCOPE_OF, is_in_scope
from webapp.services.token_bearer import Bearer, bearer_of, note_use
from webapp.settings import Settings

SCHEME = "bearer "
NOT_A_WINDOW = "limit 应为 1 到 {longest} 的整数；after 应取自上一页的 next。"


def settings() -> Settings:
    """Return the installation's settings."""
    return cast(Settings, current_app.extensions["zeyou"].settings)


def engine() -> Engine:
    """Return the installation's database."""
    return cast(Engine, current_app.extensions["zeyou"].engine)


def now() -> datetime:
    """Return the moment of this request in UTC, the same for all its parts."""
    if "now" not in g:
        g.now = current_app.extensions["zeyou"].clock()
    return cast(datetime, g.now)


def asking_actor() -> Actor:
    """Return who was let in."""
    return cast(Actor, g.api_actor)


def guards(action: Action, *, takes_cookie: bool = False) -> Callable[[Any], Any]:
    """Name the action an endpoint asks for, as the pages do, and leave the check to this door."""

    def mark(view: Any) -> Any:
        view.asks_for, view.guarded_by, view.takes_cookie = action, "api", takes_cookie
        return view

    return mark


def check_call() -> None:
    """Stop a call without token, beyond its scopes, or that the table does not allow."""
    view = current_app.view_functions[str(request.endpoint)]
    action = cast(Action, getattr(view, "asks_for"))  # noqa: B009  # the mark set by guards, unknown to the type
    g.api_actor = let_in(action, takes_cookie=getattr(view, "takes_cookie", False))
    require(g.api_actor, action)
    refuse_odd_address()


def let_in(action: Action, *, takes_cookie: bool) -> Actor:
    """Find who asks: a token's bearer, or where a page may be read too, the person who is signed in."""
    header = request.headers.get("Authorization", "")
    if not header.lower().startswith(SCHEME):
        return signed_in_person(takes_cookie=takes_cookie)
    bearer = find_bearer(header[len(SCHEME) :].strip())
    if not is_in_scope(action, bearer.scopes):
        template = "这个令牌没有权限范围“{scope}”，请另建令牌。"
        raise NotPermitted("out-of-scope", template, scope=SCOPE_OF.get(action, "—"))
    return bearer.actor


def signed_in_person(*, takes_cookie: bool) -> Actor:
    """Return who is signed in in a browser; cookies open nothing here but what is only read."""
    person = current_user if current_user.is_authenticated else None
    if person is None:
        raise Refusal("token-needed", "请在 Authorization 头中带上令牌：Bearer zeyou_…")
    if not takes_cookie or person.stage != "open":
        raise NotPermitted("token-instead", "程序接口只接受令牌，不接受浏览器的登录状态。请在“我的账号”中生成令牌。")
    return cast(Actor, person.actor)


def find_bearer(secret: str) -> Bearer:
    """Return whose token it is, noting its use at most once a minute."""
    with reading(engine()) as session:
        bearer = bearer_of(session, secret, now())
    if bearer is None:
        raise Refusal("token-unknown", "令牌无效、已过期或已撤销，请在“我的账号”中重新生成。")
    if bearer.is_use_due:
        with transaction(engine()) as session:
            note_use(session, bearer, now())
    return bearer


def refuse_odd_address() -> None:
    """Refuse addresses that name nothing: characters or numbers that no database keeps."""
    parts = [*(request.view_args or {}).values(), *request.args.values()]
    if any(isinstance(part, int) and part > LARGEST_NUMBER for part in parts) or "\0" in "".join(map(str, parts)):
        raise NotFound("no-such-thing", "没有这样的内容，或您无权查看。")


def window() -> Window:
    """Read which part of a list is asked for."""
    limit, after = request.args.get("limit", "100"), request.args.get("after", "")
    if len(after) > LONGEST_MARK or not (
        limit.isascii() and limit.isdigit() and len(limit) < 6 and 1 <= int(limit) <= LONGEST_WINDOW
    ):
        raise Refusal("bad-window", NOT_A_WINDOW, longest=LONGEST_WINDOW)
    return Window(after, int(limit))


def exempt_from_csrf(app: Flask, api: Any) -> None:
    """Let calls without a form's token in: a browser never sends an Authorization header by itself."""
    app.extensions["csrf"].exempt(api)
