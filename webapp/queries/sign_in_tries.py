"""Questions about tries to sign in that failed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from webapp.models import LoginTry

PAGE = 100
UNCOUNTED = ("locked", "passed", "released")


@dataclass(frozen=True)
class Tries:
    """How many tries count against a visitor: from this browser, pair, all strangers, and this address."""

    of_device: int
    of_pair: int
    of_strangers: int
    of_address: int


def tries_since(session: Session, *, login: str, address: str, device_hash: str, since: datetime) -> Tries:
    """Count tries that were not refused already, in one statement."""
    of_login = LoginTry.login == login
    kinds = (
        and_(of_login, LoginTry.device_hash == device_hash, LoginTry.device_hash != ""),
        and_(of_login, LoginTry.address == address, LoginTry.device_hash == ""),
        and_(of_login, LoginTry.device_hash == ""),
        LoginTry.address == address,
    )
    device, pair, strangers, whole = (func.count().filter(kind) for kind in kinds)
    recent = (LoginTry.at >= since, LoginTry.outcome.not_in(UNCOUNTED), of_login | (LoginTry.address == address))
    row = session.execute(select(device, pair, strangers, whole).where(*recent)).one()
    return Tries(row[0], row[1], row[2], row[3])


def tries_of_login(session: Session, login: str, since: datetime) -> list[LoginTry]:
    """List the tries that count against a name."""
    query = select(LoginTry).where(LoginTry.login == login, LoginTry.at >= since, LoginTry.outcome.not_in(UNCOUNTED))
    return list(session.scalars(query))


def newest_tries(session: Session, before: int | None) -> list[LoginTry]:
    """List a page of tries, newest first."""
    query = select(LoginTry).order_by(LoginTry.id.desc()).limit(PAGE)
    return list(session.scalars(query.where(LoginTry.id < before) if before else query))
