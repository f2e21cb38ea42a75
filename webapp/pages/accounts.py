"""Accounts as the three administrators keep them: one asks, another decides, the third reads what happened."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.errors import NotFound
from webapp.pages.account_words import kind_title, outcome_title
from webapp.pages.door import actor, asking, guards, now, settings, writing
from webapp.permissions import Action, Role
from webapp.queries import accounts, sign_in_tries
from webapp.services.ask_account_change import ask_account_change, ask_new_account
from webapp.services.close_account import close_account
from webapp.services.decide_account_change import decide_account_change
from webapp.services.issue_invitation import issue_invitation
from webapp.services.passwords import UNSET
from webapp.services.release_lock import release_lock
from webapp.services.reset_second_factor import reset_second_factor

pages = Blueprint("accounts", __name__, url_prefix="/accounts")
LONGEST_SEARCH = 100
ROLES = tuple(role for role in Role if role != Role.PUBLIC)


@pages.get("/")
@guards(Action.SEE_ACCOUNTS)
def list_page() -> ResponseReturnValue:
    """List accounts by name and role, a page at a time."""
    search, role = request.args.get("search", "").strip()[:LONGEST_SEARCH], request.args.get("role", "")
    page = max(1, request.args.get("page", 1, type=int))
    with asking() as session:
        lines, number = accounts.found_accounts(session, search=search, role=role, page=page)
    return render_template(
        "accounts/list.html",
        lines=lines,
        number=number,
        search=search,
        role=role,
        page=page,
        n_pages=max(1, -(-number // accounts.PAGE)),
        roles=ROLES,
        rules=settings(),
    )


@pages.get("/new")
@guards(Action.OPEN_ACCOUNT)
def new_page() -> ResponseReturnValue:
    """Show the form for a new account."""
    return render_template("accounts/new.html", roles=ROLES)


@pages.post("/new")
@guards(Action.OPEN_ACCOUNT)
def new_act() -> ResponseReturnValue:
    """Ask for a new account; it opens once the security administrator agrees."""
    with writing() as session:
        account = ask_new_account(
            session,
            actor=actor(),
            login=request.form.get("login", "").strip(),
            display_name=request.form.get("display_name", "").strip(),
            role=request.form.get("role", ""),
            city=request.form.get("city", "").strip(),
            now=now(),
        )
    flash(_("已提交，待安全管理员核准后账号启用。"))
    return redirect(url_for("accounts.show_page", account_id=account.id))


@pages.get("/<int:account_id>")
@guards(Action.SEE_ACCOUNTS)
def show_page(account_id: int) -> ResponseReturnValue:
    """Show one account with what was asked and decided for it."""
    with asking() as session:
        account = accounts.account_by_number(session, account_id)
        if account is None:
            raise NotFound("no-account", "没有这个账号。")
        line = accounts.line_of_account(session, account)
        asked = accounts.requests_of_account(session, account_id)
        invited_until = accounts.invited_until(session, account_id)
    return render_template(
        "accounts/show.html",
        account=account,
        line=line,
        asked=asked,
        invited_until=invited_until,
        has_no_password=account.password_hash == UNSET,
        roles=ROLES,
        kind_title=kind_title,
    )


@pages.post("/<int:account_id>/close")
@guards(Action.CLOSE_ACCOUNT)
def close_act(account_id: int) -> ResponseReturnValue:
    """Close the account; whoever is signed in with it is signed out."""
    with writing() as session:
        close_account(session, actor=actor(), account_id=account_id, now=now())
    flash(_("账号已停用，已登录的窗口均已退出。"))
    return redirect(url_for("accounts.show_page", account_id=account_id))


@pages.post("/<int:account_id>/ask")
@guards(Action.ASK_ACCOUNT_CHANGE)
def ask_act(account_id: int) -> ResponseReturnValue:
    """Ask for another role, a new password or the opening of a closed account."""
    with writing() as session:
        ask_account_change(
            session,
            actor=actor(),
            account_id=account_id,
            kind=request.form.get("kind", ""),
            role=request.form.get("role", ""),
            city=request.form.get("city", "").strip(),
            reason=request.form.get("reason", ""),
            now=now(),
        )
    flash(_("已提交，待安全管理员核准。"))
    return redirect(url_for("accounts.show_page", account_id=account_id))


@pages.post("/<int:account_id>/invite")
@guards(Action.ASK_ACCOUNT_CHANGE)
def invite_act(account_id: int) -> ResponseReturnValue:
    """Make a link for the holder and show it this once."""
    with writing() as session:
        issued = issue_invitation(session, actor=actor(), account_id=account_id, now=now(), settings=settings())
    return render_template("accounts/invited.html", issued=issued, back=url_for("accounts.list_page"))


@pages.get("/requests")
@guards(Action.DECIDE_ACCOUNT_CHANGE)
def requests_page() -> ResponseReturnValue:
    """List what waits for a decision."""
    with asking() as session:
        waiting = accounts.waiting_requests(session)
    return render_template("accounts/requests.html", waiting=waiting, kind_title=kind_title)


@pages.post("/requests/<int:request_id>")
@guards(Action.DECIDE_ACCOUNT_CHANGE)
def decide_act(request_id: int) -> ResponseReturnValue:
    """Grant or refuse what was asked."""
    is_granted = request.form.get("decision") == "grant"
    with writing() as session:
        decide_account_change(session, actor=actor(), request_id=request_id, is_granted=is_granted, now=now())
    flash(_("已核准，即时生效。") if is_granted else _("已退回，没有变更。"))
    return redirect(url_for("accounts.requests_page"))


@pages.post("/<int:account_id>/second-factor/reset")
@guards(Action.RESET_SECOND_FACTOR)
def reset_act(account_id: int) -> ResponseReturnValue:
    """Take a lost second factor away."""
    with writing() as session:
        reset_second_factor(session, actor=actor(), account_id=account_id, now=now())
    flash(_("两步验证已重置，本人下次登录时重新登记。"))
    return redirect(url_for("accounts.show_page", account_id=account_id))


@pages.post("/<int:account_id>/lock/release")
@guards(Action.RELEASE_LOCK)
def release_act(account_id: int) -> ResponseReturnValue:
    """Let the account try again at once."""
    with writing() as session:
        number = release_lock(session, actor=actor(), account_id=account_id, now=now(), settings=settings())
    flash(_("已清除 %(n)s 次登录失败，可以立即重试。", n=number))
    return redirect(url_for("accounts.show_page", account_id=account_id))


@pages.get("/sign-ins")
@guards(Action.SEE_SIGN_INS)
def sign_ins_page() -> ResponseReturnValue:
    """Show tries to sign in that failed, newest first; those that succeeded stand in the ledger."""
    before = request.args.get("before", type=int)
    with asking() as session:
        tries = sign_in_tries.newest_tries(session, before)
    return render_template("accounts/sign_ins.html", tries=tries, page=sign_in_tries.PAGE, outcome_title=outcome_title)


@pages.get("/experts")
@guards(Action.INVITE_EXPERT)
def experts_page() -> ResponseReturnValue:
    """List the experts' accounts and who of them has set a password of their own."""
    search, page = (
        request.args.get("search", "").strip()[:LONGEST_SEARCH],
        max(1, request.args.get("page", 1, type=int)),
    )
    with asking() as session:
        lines, number = accounts.found_accounts(session, search=search, role=Role.EXPERT, page=page)
    n_pages = max(1, -(-number // accounts.PAGE))
    return render_template(
        "accounts/experts.html", lines=lines, number=number, search=search, page=page, n_pages=n_pages
    )


@pages.post("/experts/<int:account_id>/invite")
@guards(Action.INVITE_EXPERT)
def invite_expert_act(account_id: int) -> ResponseReturnValue:
    """Make a link for an expert and show it this once."""
    with writing() as session:
        issued = issue_invitation(session, actor=actor(), account_id=account_id, now=now(), settings=settings())
    return render_template("accounts/invited.html", issued=issued, back=url_for("accounts.experts_page"))
