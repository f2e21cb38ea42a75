"""Questions about accounts, their sessions and what administrators ask for them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, bindparam, func, or_, select
from sqlalchemy.orm import Session

from webapp.models import Account, AccountRequest, Invitation, LoginSession, SecondFactor
from webapp.statements import Statement

PAGE = 50


class OpenStay(NamedTuple):
    """A session that has not ended, whose it is, and whether the account has a second factor: plain values, no rows."""

    account_id: int
    login: str
    display_name: str
    role: str
    city: str | None
    is_demonstration: bool
    must_change_password: bool
    password_set_at: datetime | None
    created_at: datetime
    opened_at: datetime
    seen_at: datetime
    code_passed: bool
    has_second_factor: bool


@dataclass(frozen=True)
class AccountLine:
    """One account in the list with what an administrator wants to see at a glance."""

    account: Account
    has_second_factor: bool
    seen_at: datetime | None
    n_waiting: int


def account_by_login(session: Session, login: str) -> Account | None:
    """Find the account of that name."""
    return session.scalars(select(Account).where(Account.login == login)).one_or_none()


def account_by_number(session: Session, account_id: int) -> Account | None:
    """Find the account of that number."""
    return session.get(Account, account_id)


def account_to_change(session: Session, account_id: int) -> Account | None:
    """Find the account of that number, held against two who change it at once."""
    return session.scalars(select(Account).where(Account.id == account_id).with_for_update()).one_or_none()


def open_stay_statement() -> Select[Any]:
    """Select what a request needs of its session; built once, for every request asks it."""
    account, stay, factor = Account.__table__.c, LoginSession.__table__.c, SecondFactor.__table__.c
    whose = ("id", "login", "display_name", "role", "city", "is_demonstration", "must_change_password")
    return (
        select(*(account[name] for name in (*whose, "password_set_at", "created_at")))
        .add_columns(stay.created_at, stay.seen_at, stay.code_passed, factor.confirmed_at.is_not(None))
        .join_from(LoginSession.__table__, Account.__table__, stay.account_id == account.id)
        .outerjoin(SecondFactor.__table__, factor.account_id == account.id)
        .where(stay.token_hash == bindparam("token_hash"), stay.ended_at.is_(None), account.active)
    )


OPEN_STAY = Statement(open_stay_statement())


def account_of_session(session: Session, token_hash: str) -> OpenStay | None:
    """Find who is signed in with the token, unless the session has ended or the account is closed."""
    session.flush()
    return open_stay(session.connection(), token_hash)


def open_stay(connection: Connection, token_hash: str) -> OpenStay | None:
    """Find it on a bare connection, as every request does."""
    found = OPEN_STAY.row(connection, {"token_hash": token_hash})
    return OpenStay(*found) if found else None


def open_session(session: Session, token_hash: str) -> LoginSession | None:
    """Find a session that has not ended, to change it."""
    query = select(LoginSession).where(LoginSession.token_hash == token_hash, LoginSession.ended_at.is_(None))
    return session.scalars(query).one_or_none()


def open_sessions(session: Session, account_id: int) -> list[LoginSession]:
    """List the account's sessions that have not ended, the newest first."""
    query = select(LoginSession).where(LoginSession.account_id == account_id, LoginSession.ended_at.is_(None))
    return list(session.scalars(query.order_by(LoginSession.created_at.desc(), LoginSession.token_hash)))


def last_session_before(session: Session, account_id: int, before: datetime) -> LoginSession | None:
    """Find the sign-in before this one, which the person can compare with memory."""
    query = select(LoginSession).where(LoginSession.account_id == account_id, LoginSession.created_at < before)
    return session.scalars(query.order_by(LoginSession.created_at.desc()).limit(1)).one_or_none()


def accounts_of_role(session: Session, role: str) -> list[Account]:
    """List active accounts of a role."""
    return list(session.scalars(select(Account).where(Account.role == role, Account.active).order_by(Account.id)))


def demonstration_accounts(session: Session) -> list[Account]:
    """List active accounts that were opened for the demonstration."""
    return list(session.scalars(select(Account).where(Account.is_demonstration, Account.active).order_by(Account.id)))


def found_accounts(session: Session, *, search: str, role: str, page: int) -> tuple[list[AccountLine], int]:
    """List a page of the accounts that match, with the number of all that do."""
    number = session.scalar(matching(select(func.count()).select_from(Account), search, role)) or 0
    query = matching(account_lines(), search, role).order_by(Account.id)
    rows = session.execute(query.limit(PAGE).offset((page - 1) * PAGE))
    return [AccountLine(one, confirmed is not None, last, n) for one, confirmed, last, n in rows], number


def line_of_account(session: Session, account: Account) -> AccountLine:
    """Return one account as a line of the list."""
    one, confirmed, last, n = session.execute(account_lines().where(Account.id == account.id)).one()
    return AccountLine(one, confirmed is not None, last, n)


def account_lines() -> Select[Any]:
    """Select accounts with second factor, last use and requests that wait."""
    seen = select(func.max(LoginSession.seen_at)).where(LoginSession.account_id == Account.id).scalar_subquery()
    waiting = select(func.count()).where(AccountRequest.account_id == Account.id, AccountRequest.decided_at.is_(None))
    query = select(Account, SecondFactor.confirmed_at, seen, waiting.scalar_subquery())
    return query.outerjoin(SecondFactor, SecondFactor.account_id == Account.id)


def matching(query: Select[Any], search: str, role: str) -> Select[Any]:
    """Narrow a query to a role and to names that contain the search text."""
    if role:
        query = query.where(Account.role == role)
    if search:
        query = query.where(
            or_(
                Account.login.icontains(search, autoescape=True),
                Account.display_name.icontains(search, autoescape=True),
            )
        )
    return query


def requests_of_account(session: Session, account_id: int) -> list[AccountRequest]:
    """List what was asked for the account, the newest first."""
    query = select(AccountRequest).where(AccountRequest.account_id == account_id)
    return list(session.scalars(query.order_by(AccountRequest.id.desc())))


def waiting_requests(session: Session) -> list[tuple[AccountRequest, Account]]:
    """List what waits for a decision, the oldest first, with the account it is about."""
    query = select(AccountRequest, Account).join(Account, Account.id == AccountRequest.account_id)
    rows = session.execute(query.where(AccountRequest.decided_at.is_(None)).order_by(AccountRequest.id))
    return [(row[0], row[1]) for row in rows]


def request_by_number(session: Session, request_id: int) -> AccountRequest | None:
    """Find what was asked, held against two who decide at once."""
    query = select(AccountRequest).where(AccountRequest.id == request_id).with_for_update()
    return session.scalars(query).one_or_none()


def invited_until(session: Session, account_id: int) -> datetime | None:
    """Tell until when an unused invitation of the account holds."""
    query = select(func.max(Invitation.expires_at)).where(
        Invitation.account_id == account_id, Invitation.used_at.is_(None)
    )
    return session.scalar(query)
