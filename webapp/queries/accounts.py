"""Questions about accounts, sessions and tries to sign in."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.models import Account, LoginSession, LoginTry


def account_by_login(session: Session, login: str) -> Account | None:
    """Find the account of that name."""
    return session.scalars(select(Account).where(Account.login == login)).one_or_none()


def account_of_session(session: Session, token_hash: str) -> tuple[Account, LoginSession] | None:
    """Find who is signed in with the token, unless the session has ended or the account is closed."""
    found = session.execute(
        select(Account, LoginSession)
        .join(LoginSession, LoginSession.account_id == Account.id)
        .where(LoginSession.token_hash == token_hash, LoginSession.ended_at.is_(None), Account.active)
    ).one_or_none()
    return (found[0], found[1]) if found else None


def failed_tries(session: Session, login: str, address: str, since: datetime) -> int:
    """Count failed tries for this name from this address since the moment."""
    return (
        session.scalar(
            select(func.count())
            .select_from(LoginTry)
            .where(LoginTry.at >= since, LoginTry.login == login, LoginTry.address == address)
        )
        or 0
    )


def failed_tries_of_address(session: Session, address: str, since: datetime) -> int:
    """Count failed tries from this address under any name."""
    return (
        session.scalar(
            select(func.count()).select_from(LoginTry).where(LoginTry.at >= since, LoginTry.address == address)
        )
        or 0
    )


def open_sessions(session: Session, account_id: int) -> list[LoginSession]:
    """List the account's sessions that have not ended."""
    query = select(LoginSession).where(LoginSession.account_id == account_id, LoginSession.ended_at.is_(None))
    return list(session.scalars(query))


def accounts_of_role(session: Session, role: str) -> list[Account]:
    """List active accounts of a role."""
    return list(session.scalars(select(Account).where(Account.role == role, Account.active).order_by(Account.id)))


def old_tries(session: Session, before: datetime) -> list[LoginTry]:
    """List tries that no longer count."""
    return list(session.scalars(select(LoginTry).where(LoginTry.at < before)))
