"""What waits for a person when they come in."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.orm import Session

from webapp.models import Notice, Round, RoundTally
from webapp.statements import Statement

NOTICE = Notice.__table__.c
UNREAD = Statement(
    select(NOTICE.text, NOTICE.at)
    .where(NOTICE.account_id == bindparam("account_id"), NOTICE.read_at.is_(None))
    .order_by(NOTICE.id.desc())
)


@dataclass(frozen=True)
class RoundGlance:
    """One line of the home page."""

    round: Round
    n_declarations: int


def rounds_at_a_glance(session: Session) -> list[RoundGlance]:
    """List the rounds, newest first, with their number of declarations."""
    query = select(Round, RoundTally).outerjoin(RoundTally, RoundTally.round_id == Round.id).order_by(Round.id.desc())
    return [RoundGlance(found, sum(tally.by_state.values()) if tally else 0) for found, tally in session.execute(query)]


class NoticeLine(NamedTuple):
    """A notice as a page shows it."""

    text: str
    at: datetime


def unread_notices(asking: Session | Connection, account_id: int) -> list[NoticeLine]:
    """List what the person has not put away."""
    connection = asking if isinstance(asking, Connection) else asking.connection()
    return [NoticeLine._make(row) for row in UNREAD.rows(connection, {"account_id": account_id})]
