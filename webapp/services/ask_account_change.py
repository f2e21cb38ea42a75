"""The system administrator asks for an account to be opened, given a role or a new password; another decides."""

from datetime import datetime

from sqlalchemy.orm import Session

from webapp.errors import NotFound, Problem, ProblemsFound, Refusal
from webapp.models import Account, AccountRequest
from webapp.permissions import Action, Actor, Facts, Role, require
from webapp.queries import accounts
from webapp.services.passwords import UNSET
from webapp.services.record_act import record_act

KINDS = ("open", "role", "password")
LONGEST_NAME = 64
LONGEST_REASON = 200


def ask_new_account(
    session: Session, *, actor: Actor, login: str, display_name: str, role: str, city: str, now: datetime
) -> Account:
    """Write down an account without password that opens once the security administrator has agreed."""
    require(actor, Action.OPEN_ACCOUNT)
    check_new_account(session, login=login, display_name=display_name, role=role, city=city)
    account = Account(
        login=login,
        display_name=display_name,
        role=role,
        city=city or None,
        password_hash=UNSET,
        active=False,
        created_at=now,
    )
    session.add(account)
    session.flush()
    add_request(session, actor=actor, account=account, kind="open", role=role, city=city, reason="", now=now)
    return account


def check_new_account(session: Session, *, login: str, display_name: str, role: str, city: str) -> None:
    """List every wrong cell of the form."""
    problems = [*problems_of_role(role, city)]
    is_plain = login.isascii() and login.replace("-", "").replace("_", "").replace(".", "").isalnum()
    if not is_plain or not 3 <= len(login) <= LONGEST_NAME:
        template = "账号名用 3 至 64 个英文字母、数字、点、横线或下划线。"
        problems.append(Problem("账号", "login-shape", template))
    elif accounts.account_by_login(session, login) is not None:
        problems.append(Problem("账号", "login-taken", "账号“{login}”已存在，请换一个账号名。", {"login": login}))
    if not 1 <= len(display_name) <= LONGEST_NAME:
        problems.append(Problem("姓名或单位", "name-missing", "请填写姓名或单位，不超过 64 个字。"))
    if problems:
        raise ProblemsFound("account-wrong", tuple(problems))


def problems_of_role(role: str, city: str) -> list[Problem]:
    """Check that the role exists and a city bureau says which city."""
    if role == Role.PUBLIC or role not in set(Role):
        return [Problem("角色", "role-unknown", "请选择角色。")]
    if role == Role.CITY_BUREAU and not city:
        return [Problem("所属盟市", "city-missing", "盟市工信局的账号请填写所属盟市。")]
    return []


def ask_account_change(
    session: Session, *, actor: Actor, account_id: int, kind: str, role: str, city: str, reason: str, now: datetime
) -> AccountRequest:
    """Ask that a closed account be opened again, a role be changed or a forgotten password be replaced."""
    require(actor, Action.ASK_ACCOUNT_CHANGE, Facts(owner_id=account_id))
    account = accounts.account_to_change(session, account_id)
    if account is None or kind not in KINDS:
        raise NotFound("no-account", "没有这个账号。")
    if any(one.decided_at is None for one in accounts.requests_of_account(session, account_id)):
        raise Refusal("request-waiting", "该账号已有申请在等待安全管理员核准。")
    if not reason.strip():
        raise Refusal("request-without-reason", "请写明申请的理由。")
    problems = problems_of_role(role, city) if kind == "role" else []
    if problems:
        raise ProblemsFound("account-wrong", tuple(problems))
    return add_request(session, actor=actor, account=account, kind=kind, role=role, city=city, reason=reason, now=now)


def add_request(
    session: Session, *, actor: Actor, account: Account, kind: str, role: str, city: str, reason: str, now: datetime
) -> AccountRequest:
    """Write the request and its act."""
    asked = AccountRequest(
        account_id=account.id,
        kind=kind,
        role=role if kind != "password" else "",
        city=city or None,
        reason=reason.strip()[:LONGEST_REASON],
        asked_by=actor.account_id or 0,
        asked_at=now,
    )
    session.add(asked)
    session.flush()
    facts = {"account": account.id, "kind": kind, "role": asked.role, "request": asked.id}
    record_act(session, actor=actor, action="ask account change", facts=facts, now=now)
    return asked
