"""Signing in and out, and the home page of each role."""

from urllib.parse import urlsplit

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user

from webapp.pages.door import (
    SignedIn,
    actor,
    asking,
    forget_browser,
    guards,
    marked,
    now,
    settings,
    signed_in,
    visitor,
    wiring,
    writing,
)
from webapp.pages.verifying import checks_of, is_verifying
from webapp.permissions import PUBLIC, Action, Role, why_not
from webapp.queries import homes
from webapp.services.read_notices import read_notices
from webapp.services.sign_in import OpenedStay, sign_in
from webapp.services.sign_out import sign_out

pages = Blueprint("entrance", __name__)

# Rounds in work come first, then those being prepared, then those that are over; newest first among each.
LATER = {"draft": 1, "announced": 2}

HOME_OF = {
    Role.EXPERT: "desk.list_page",
    Role.SYSTEM_ADMINISTRATOR: "accounts.list_page",
    Role.SECURITY_ADMINISTRATOR: "accounts.requests_page",
    Role.AUDIT_ADMINISTRATOR: "accounts.sign_ins_page",
}


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
    opened = sign_in(
        wiring().engine,
        login=request.form.get("login", "").strip(),
        password=request.form.get("password", ""),
        visitor=visitor(),
        now=now(),
        settings=settings(),
    )
    if opened is None:
        text = _("账号或口令不正确。")
        return render_template("entrance/sign_in.html", error=text, next=request.form.get("next", "")), 401
    return enter(opened, inside(request.form.get("next", "")) or url_for("entrance.home"))


def enter(opened: OpenedStay, going_to: str) -> ResponseReturnValue:
    """Start the browser afresh with the new session."""
    forget_browser()
    login_user(SignedIn(PUBLIC, opened.token))
    return marked(redirect(going_to), opened.device)


def inside(path: str) -> str | None:
    """Accept only a path of our own as the place to go next."""
    try:
        parts = urlsplit(path)
    except ValueError:
        return None
    is_own = path.startswith("/") and not path.startswith(("//", "/\\")) and not parts.netloc
    return path if is_own else None


@pages.post("/sign-out")
@guards(Action.SIGN_IN)
def sign_out_act() -> ResponseReturnValue:
    """End the session on the server, then forget the browser."""
    known = signed_in()
    if known is not None:
        with writing() as session:
            sign_out(session, token=known.token, actor=known.actor, now=now())
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
        if why_not(who, Action.SEE_ROUND) is not None:
            # What is only being prepared is nobody's business outside, as little as how many others declared.
            rounds = [one for one in rounds if one.round.state != "draft"]
        notices = homes.unread_notices(session, who.account_id or 0)
    rounds.sort(key=lambda one: LATER.get(one.round.state, 0))
    begun = [one.round for one in rounds if one.round.state != "draft"] if is_verifying() else []
    checks = {found.code: checks_of(found) for found in begun}
    return render_template("entrance/home.html", rounds=rounds, notices=notices, checks=checks)


@pages.post("/notices/read")
@guards(Action.SEE_OWN_HOME)
def read_notices_act() -> ResponseReturnValue:
    """Put the notices away."""
    with writing() as session:
        read_notices(session, account_id=actor().account_id or 0, now=now())
    return redirect(url_for("entrance.home"))
