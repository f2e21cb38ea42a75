"""What every page needs: who asks, the time, a session on the database, and the guard at the entrance."""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, g, redirect, request, session, url_for
from flask.globals import request_ctx
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, current_user
from flask_wtf import CSRFProtect
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from werkzeug import Response

from webapp.clock import Clock
from webapp.database import reading, refused_by_database, to_write, transaction, without_transaction
from webapp.errors import NotPermitted, Refusal
from webapp.permissions import PUBLIC, Action, Actor, Role, require
from webapp.queries import accounts
from webapp.queries.accounts import OpenStay
from webapp.services.answer_once import claim_form
from webapp.services.note_seen import note_seen
from webapp.services.sign_in_stage import Stage, stage_of
from webapp.services.visitor import Visitor, hash_token
from webapp.settings import Settings

View = TypeVar("View", bound=Callable[..., Any])
SEEN_EVERY = timedelta(minutes=1)
DEVICE_COOKIE = "zeyou_device"
DEVICE_SECONDS = 180 * 86_400
FORM_MARK = 48  # hexadecimal digits of a form's mark
PIECE = 1024 * 1024
SAFE = ("GET", "HEAD", "OPTIONS")
STAGE_PAGES = {
    Stage.CODE: "steps_in.code_page",
    Stage.RENEW: "steps_in.password_page",
    Stage.ENROL: "steps_in.enrol_page",
    Stage.OPEN: "entrance.home",
}
OPEN_TO_ALL = (Action.SIGN_IN, Action.SEE_PUBLICITY, Action.ASK_HEALTH)


@dataclass(frozen=True)
class Wiring:
    """What doors need from the outside world."""

    settings: Settings
    engine: Engine
    clock: Clock

    @cached_property
    def to_glance(self) -> Engine:
        """The same engine for short questions."""
        return without_transaction(self.engine)

    @cached_property
    def to_write(self) -> Engine:
        """The same engine for use cases that write."""
        return to_write(self.engine)


class SignedIn(UserMixin):  # type: ignore[misc]  # Flask-Login ships no types
    """Flask-Login's user: known by the session's token, not by the account's number."""

    def __init__(self, actor: Actor, token: str, stage: Stage = Stage.OPEN, found: OpenStay | None = None) -> None:
        self.actor = actor
        self.token = token
        self.stage = stage
        self.found = found

    def get_id(self) -> str:
        """Return what the signed cookie keeps."""
        return self.token


def wiring() -> Wiring:
    """Return the application's settings, engine and clock."""
    return cast(Wiring, current_app.extensions["zeyou"])


def settings() -> Settings:
    """Return the installation's settings."""
    return wiring().settings


def now() -> datetime:
    """Return the moment of this request in UTC, the same for all its parts."""
    moment = g.get("now")
    if moment is None:
        moment = g.now = wiring().clock()
    return cast(datetime, moment)


def today() -> date:
    """Return the calendar day where the department works."""
    return now().astimezone(settings().time_zone).date()


def actor() -> Actor:
    """Return who asks; whoever has not finished signing in is nobody yet."""
    known = signed_in()
    return known.actor if known is not None and known.stage == Stage.OPEN else PUBLIC


def signed_in() -> SignedIn | None:
    """Return who holds the session, also while a code, a new password or a second factor is still due."""
    who = current_user._get_current_object()  # once: each way through the proxy looks for the request anew
    return cast(SignedIn, who) if who.is_authenticated else None


def visitor() -> Visitor:
    """Return from where this request comes and by what mark the browser is known."""
    agent = request.user_agent.string
    return Visitor(request.remote_addr or "", agent, request.cookies.get(DEVICE_COOKIE, ""))


@contextmanager
def writing() -> Iterator[Session]:
    """Open the one transaction of a use case; a form that is sent twice acts once."""
    end_glance()
    with transaction(wiring().to_write) as opened:
        key = None if g.get("is_form_claimed") else sent_form()
        if key is not None:
            claim_form(opened, actor(), key, now())
        yield opened
    g.is_form_claimed = True


def sent_form() -> str | None:
    """Return the mark of a form a person sends: the page it came from, which its token names, and all it says."""
    if request.method != "POST" or not request.form.get("csrf_token") or actor().account_id is None:
        return None
    said = hashlib.sha256(request.full_path.encode())
    for name, value in sorted(request.form.items(multi=True)):
        said.update(json.dumps([name, value]).encode())
    for name, file in sorted(request.files.items(multi=True), key=lambda one: one[0]):
        file.stream.seek(0)
        said.update(json.dumps([name, file.filename]).encode())
        while piece := file.stream.read(PIECE):
            said.update(piece)
        file.stream.seek(0)
    return f"form {said.hexdigest()[:FORM_MARK]}"


@contextmanager
def asking() -> Iterator[Session]:
    """Open a session that only reads."""
    end_glance()
    with reading(wiring().engine) as opened:
        yield opened


@contextmanager
def glancing() -> Iterator[Connection]:
    """Lend the one connection on which this request asks its few short questions, none of them streamed."""
    try:
        if "glance" not in g:
            g.glance = wiring().to_glance.connect()
        yield g.glance
    except OperationalError as error:
        raise refused_by_database(error) from error


def end_glance(_error: BaseException | None = None) -> None:
    """Give the connection back."""
    glance = g.pop("glance", None)
    if glance is not None:
        glance.close()


def guards(action: Action) -> Callable[[View], View]:
    """Name the action a view asks for; an endpoint without a name answers nobody."""

    def mark(view: View) -> View:
        view.asks_for = action  # type: ignore[attr-defined]  # a mark on the function itself, read by the guard
        return view

    return mark


def load_user(token: str) -> SignedIn | None:
    """Find who holds the token; end the session when it has been idle or open too long."""
    moment = now()
    if "is_away" in g:
        return None
    try:
        with glancing() as connection:
            found = accounts.open_stay(connection, hash_token(token))
    except Refusal:
        g.is_away = True  # the page that says so is shown to nobody in particular: it must not ask again
        raise
    if found is None or is_over(found, moment, settings()):
        return None
    if moment - found.seen_at > SEEN_EVERY:
        with transaction(wiring().to_write) as opened:
            note_seen(opened, token_hash=hash_token(token), now=moment)
    who = Actor(Role(found.role), found.account_id, found.city, found.display_name)
    return SignedIn(who, token, stage_of(found, moment, settings()), found)


def is_over(stay: OpenStay, moment: datetime, limits: Settings) -> bool:
    """Tell whether the session has been idle or open too long."""
    is_idle = moment - stay.seen_at > timedelta(minutes=limits.idle_minutes)
    return is_idle or moment - stay.opened_at > timedelta(hours=limits.session_hours)


def check_permission() -> ResponseReturnValue | None:
    """Stop a request whose role the table does not allow; send the unknown to the entrance."""
    endpoint = request.endpoint
    if endpoint in (None, "static"):
        return None
    view = current_app.view_functions[str(endpoint)]
    if getattr(view, "guarded_by", "pages") != "pages":
        return None  # the programs' door asks for a token instead
    action = getattr(view, "asks_for", None)
    if action is None:
        abort(404)
    who = actor()
    if who == PUBLIC and action not in OPEN_TO_ALL:
        return redirect(url_for(next_page(), next=where_they_are()))
    require(who, action)
    return None


def where_they_are() -> str | None:
    """Return the page to come back to after signing in: the one asked for, or the one whose form was sent."""
    if request.method == "GET":
        return request.full_path.removesuffix("?")
    before = request.referrer or ""
    return before.removeprefix(request.host_url[:-1]) if before.startswith(request.host_url) else None


def refuse_foreign_site() -> None:
    """Stop a change that another site's page sends; browsers say where a request comes from."""
    if request.method in SAFE:
        return
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    is_foreign = site == "cross-site" if site else origin is not None and host_of(origin) != request.host
    if is_foreign:
        raise NotPermitted("foreign-site", "请求来自其他网站，已拒绝。请从本系统的页面操作。")


def host_of(origin: str) -> str:
    """Return the host an origin names; none for what is no address."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def refuse_odd_characters() -> None:
    """Refuse what nobody types and no database keeps: NUL, wherever it stands in an address, a form or a body."""
    asked = request_ctx.request
    if asked.blueprint == "api":
        return  # the programs' door looks at what it reads
    texts = [*(asked.view_args or {}).values(), *asked.args.values()]
    is_json, is_form = asked.is_json, asked.method not in SAFE
    if is_form and not is_json:
        texts += [*asked.form.keys(), *asked.form.values()]
    is_odd = any("\0" in str(text) for text in texts)
    if is_odd or (is_json and b"\\u0000" in asked.get_data()):
        raise Refusal("odd-character", "内容中含有无法保存的控制字符，本次操作没有保存。请删去后重试。")


def next_page() -> str:
    """Return where somebody goes who is not, or not wholly, signed in."""
    known = signed_in()
    return "entrance.sign_in_page" if known is None else STAGE_PAGES[known.stage]


def install_door(app: Flask) -> None:
    """Connect sign-in, CSRF protection and the guard."""
    manager = LoginManager(app)
    manager.user_loader(load_user)
    manager.session_protection = None
    CSRFProtect(app)
    app.teardown_request(end_glance)
    app.before_request(refuse_foreign_site)
    app.before_request(check_permission)
    app.before_request(refuse_odd_characters)


def marked(response: Response, device: str) -> Response:
    """Leave the mark by which the browser is known at the next sign-in; it opens nothing by itself."""
    if device:
        response.set_cookie(
            DEVICE_COOKIE,
            device,
            max_age=DEVICE_SECONDS,
            path="/sign-in",
            httponly=True,
            secure=settings().secure_cookies,
            samesite="Strict",
        )
    return response


def forget_browser() -> None:
    """Empty the browser's cookie so that nothing of an earlier person is carried on."""
    session.clear()
