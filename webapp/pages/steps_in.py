"""What stands between the password and the first page: a code, a new password, a second factor; and invitations."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.errors import ProblemsFound
from webapp.pages.door import (
    SignedIn,
    asking,
    guards,
    marked,
    next_page,
    now,
    settings,
    signed_in,
    visitor,
    wiring,
    writing,
)
from webapp.pages.enrolment import shown_secret
from webapp.pages.entrance import enter
from webapp.pages.language import told
from webapp.permissions import Action
from webapp.services.accept_invitation import accept_invitation, invited_account
from webapp.services.change_password import change_password
from webapp.services.pass_code import pass_code
from webapp.services.second_factor import begin_enrolment, confirm_enrolment
from webapp.services.sign_in import open_stay
from webapp.services.sign_in_stage import Stage
from webapp.services.visitor import hash_token

pages = Blueprint("steps_in", __name__)


def at_stage(stage: Stage) -> SignedIn | None:
    """Return who is at this stage of signing in; anybody else has no business on the page."""
    known = signed_in()
    return known if known is not None and known.stage == stage else None


@pages.get("/sign-in/code")
@guards(Action.SIGN_IN)
def code_page() -> ResponseReturnValue:
    """Ask for the code of the second factor."""
    if at_stage(Stage.CODE) is None:
        return redirect(url_for(next_page()))
    return render_template("entrance/code.html")


@pages.post("/sign-in/code")
@guards(Action.SIGN_IN)
def code_act() -> ResponseReturnValue:
    """Check the code."""
    known = at_stage(Stage.CODE)
    if known is None or known.found is None:
        return redirect(url_for(next_page()))
    device = pass_code(
        wiring().engine,
        actor=known.actor,
        token=known.token,
        login=known.found.login,
        code=request.form.get("code", ""),
        visitor=visitor(),
        now=now(),
        settings=settings(),
    )
    if device is None:
        return render_template("entrance/code.html", error=_("验证码不正确或已经用过，请输入最新的一个。")), 401
    return marked(redirect(url_for("entrance.home")), device)


@pages.get("/sign-in/password")
@guards(Action.SIGN_IN)
def password_page() -> ResponseReturnValue:
    """Ask for a new password that is due."""
    if at_stage(Stage.RENEW) is None:
        return redirect(url_for(next_page()))
    return render_template("entrance/new_password.html", rules=settings())


@pages.post("/sign-in/password")
@guards(Action.SIGN_IN)
def password_act() -> ResponseReturnValue:
    """Set the new password."""
    known = at_stage(Stage.RENEW)
    if known is None:
        return redirect(url_for(next_page()))
    if request.form.get("new") != request.form.get("again"):
        return render_template(
            "entrance/new_password.html", rules=settings(), problems=[_("两次输入的新口令不一致。")]
        ), 422
    try:
        with writing() as session:
            change_password(
                session,
                actor=known.actor,
                present=request.form.get("present", ""),
                new=request.form.get("new", ""),
                keep=hash_token(known.token),
                now=now(),
                settings=settings(),
            )
    except ProblemsFound as wrong:
        problems = [told(one) for one in wrong.problems]
        return render_template("entrance/new_password.html", rules=settings(), problems=problems), 422
    return redirect(url_for("entrance.home"))


@pages.get("/sign-in/second-factor")
@guards(Action.SIGN_IN)
def enrol_page() -> ResponseReturnValue:
    """Show the picture for the authenticator, once the person has asked for it."""
    known = at_stage(Stage.ENROL)
    if known is None:
        return redirect(url_for(next_page()))
    return render_template("entrance/enrol.html", shown=shown_secret(known))


@pages.post("/sign-in/second-factor")
@guards(Action.SIGN_IN)
def begin_act() -> ResponseReturnValue:
    """Make a secret for the authenticator."""
    known = at_stage(Stage.ENROL)
    if known is not None:
        with writing() as session:
            begin_enrolment(session, actor=known.actor)
    return redirect(url_for(next_page()))


@pages.post("/sign-in/second-factor/confirm")
@guards(Action.SIGN_IN)
def confirm_act() -> ResponseReturnValue:
    """Switch the second factor on and show the recovery codes this once."""
    known = at_stage(Stage.ENROL)
    if known is None:
        return redirect(url_for(next_page()))
    with writing() as session:
        codes = confirm_enrolment(
            session, actor=known.actor, code=request.form.get("code", ""), token_hash=hash_token(known.token), now=now()
        )
    return render_template("entrance/recovery_codes.html", codes=codes)


@pages.get("/invitation/<token>")
@guards(Action.SIGN_IN)
def invitation_page(token: str) -> ResponseReturnValue:
    """Show who is invited and ask for a first password."""
    with asking() as session:
        account = invited_account(session, token=token, now=now())
    return render_template("entrance/invitation.html", account=account, token=token, rules=settings())


@pages.post("/invitation/<token>")
@guards(Action.SIGN_IN)
def invitation_act(token: str) -> ResponseReturnValue:
    """Accept the invitation and sign in."""
    password = request.form.get("new", "")
    try:
        with writing() as session:
            account = invited_account(session, token=token, now=now())
            if password != request.form.get("again"):
                return invitation_again(account, token, [_("两次输入的新口令不一致。")])
            account_id = accept_invitation(session, token=token, password=password, now=now(), settings=settings())
            opened = open_stay(session, account_id=account_id, visitor=visitor(), now=now(), settings=settings())
    except ProblemsFound as wrong:
        return invitation_again(account, token, [told(one) for one in wrong.problems])
    return enter(opened, url_for("entrance.home"))


def invitation_again(account: object, token: str, problems: list[str]) -> ResponseReturnValue:
    """Show the form once more with what is wrong."""
    page = render_template(
        "entrance/invitation.html", account=account, token=token, rules=settings(), problems=problems
    )
    return page, 422
