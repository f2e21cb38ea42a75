"""Signing in and out, and the home page of each role."""

from urllib.parse import urlsplit

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user

from webapp.pages.door import SignedIn, actor, asking, forget_browser, guards, now, settings, writing
from webapp.permissions import PUBLIC, Action, Role
from webapp.queries import homes
from webapp.services.read_notices import read_notices
from webapp.services.sign_in import sign_in
from webapp.services.sign_out import sign_out

pages = Blueprint("entrance", __name__)

HOME_OF = {Role.EXPERT: "desk.list_page"}


@pages.get("/sign-in")
@guards(Action.SIGN_IN)
def sign_in_page() -> ResponseReturnValue:
    """Show the entrance."""
    if current_user.is_authenticated:
        return redirect(url_for("entrance.home"))
    return render_template("entrance/sign_in.html", next=request.args.get("next", ""))


@pages.post("/sign-in")
@guards(Action.SIGN_IN)
def sign_in_act() -> ResponseReturnValue:
    """Check name and password; a wrong one is answered alike for known and unknown names."""
    with writing() as session:
        token = sign_in(
            session,
            login=request.form.get("login", "").strip(),
            password=request.form.get("password", ""),
            address=request.remote_addr or "",
            now=now(),
            settings=settings(),
        )
    if token is None:
        text = _("账号或口令不正确。")
        return render_template("entrance/sign_in.html", error=text, next=request.form.get("next", "")), 401
    forget_browser()
    login_user(SignedIn(PUBLIC, token))
    return redirect(inside(request.form.get("next", "")) or url_for("entrance.home"))


def inside(path: str) -> str | None:
    """Accept only a path of our own as the place to go next."""
    parts = urlsplit(path)
    is_own = path.startswith("/") and not path.startswith(("//", "/\\")) and not parts.netloc
    return path if is_own else None


@pages.post("/sign-out")
@guards(Action.SEE_OWN_HOME)
def sign_out_act() -> ResponseReturnValue:
    """End the session on the server, then forget the browser."""
    with writing() as session:
        sign_out(session, token=current_user.token, actor=actor(), now=now())
    logout_user()
    forget_browser()
    return redirect(url_for("entrance.sign_in_page"))


@pages.get("/")
@guards(Action.SEE_OWN_HOME)
def home() -> ResponseReturnValue:
    """Show what waits for this person."""
    who = actor()
    if who.role in HOME_OF:
        return redirect(url_for(HOME_OF[who.role]))
    with asking() as session:
        rounds = homes.rounds_at_a_glance(session)
        notices = homes.unread_notices(session, who.account_id or 0)
    return render_template("entrance/home.html", rounds=rounds, notices=notices)


@pages.post("/notices/read")
@guards(Action.SEE_OWN_HOME)
def read_notices_act() -> ResponseReturnValue:
    """Put the notices away."""
    with writing() as session:
        read_notices(session, account_id=actor().account_id or 0, now=now())
    return redirect(url_for("entrance.home"))
