"""One's own account: password, second factor, and where one is signed in."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from webapp.errors import Refusal
from webapp.pages.door import actor, asking, guards, now, settings, writing
from webapp.pages.enrolment import shown_secret
from webapp.permissions import Action
from webapp.queries import accounts
from webapp.services.change_password import change_password
from webapp.services.end_own_sessions import end_own_sessions
from webapp.services.second_factor import begin_enrolment, confirm_enrolment
from webapp.services.visitor import hash_token

pages = Blueprint("own_account", __name__, url_prefix="/account")


@pages.get("/")
@guards(Action.KEEP_OWN_ACCOUNT)
def show_page() -> ResponseReturnValue:
    """Show the account with its sessions."""
    here = hash_token(current_user.token)
    with asking() as session:
        stays = accounts.open_sessions(session, actor().account_id or 0)
    return render_template(
        "own_account/show.html",
        account=current_user.found,
        has_second_factor=current_user.found.has_second_factor,
        shown=shown_secret(current_user),
        stays=stays,
        here=here,
        rules=settings(),
    )


@pages.post("/password")
@guards(Action.KEEP_OWN_ACCOUNT)
def password_act() -> ResponseReturnValue:
    """Set a new password; every other session ends."""
    if request.form.get("new") != request.form.get("again"):
        raise Refusal("passwords-differ", "两次输入的新口令不一致，没有修改。")
    with writing() as session:
        change_password(
            session,
            actor=actor(),
            present=request.form.get("present", ""),
            new=request.form.get("new", ""),
            keep=hash_token(current_user.token),
            now=now(),
            settings=settings(),
        )
    flash(_("口令已修改，其他已登录的窗口和设备均已退出。"))
    return redirect(url_for("own_account.show_page"))


@pages.post("/second-factor")
@guards(Action.KEEP_OWN_ACCOUNT)
def begin_act() -> ResponseReturnValue:
    """Make a secret for the authenticator."""
    with writing() as session:
        begin_enrolment(session, actor=actor())
    return redirect(url_for("own_account.show_page", _anchor="second-factor"))


@pages.post("/second-factor/confirm")
@guards(Action.KEEP_OWN_ACCOUNT)
def confirm_act() -> ResponseReturnValue:
    """Switch the second factor on and show the recovery codes this once."""
    with writing() as session:
        here = hash_token(current_user.token)
        codes = confirm_enrolment(session, actor=actor(), code=request.form.get("code", ""), token_hash=here, now=now())
    return render_template("entrance/recovery_codes.html", codes=codes)


@pages.post("/sessions/end")
@guards(Action.KEEP_OWN_ACCOUNT)
def end_act() -> ResponseReturnValue:
    """End one session or all others."""
    with writing() as session:
        which, here = request.form.get("which", ""), hash_token(current_user.token)
        number = end_own_sessions(session, actor=actor(), which=which, keep=here, now=now())
    flash(_("已退出 %(n)s 处登录。", n=number))
    return redirect(url_for("own_account.show_page"))
