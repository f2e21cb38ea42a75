"""Questions about the ledger."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.models import LedgerEntry

PAGE = 100


def newest_entries(session: Session, before: int | None) -> list[LedgerEntry]:
    """List a page of entries, newest first."""
    query = select(LedgerEntry).order_by(LedgerEntry.sequence.desc()).limit(PAGE)
    return list(session.scalars(query.where(LedgerEntry.sequence < before) if before else query))


def all_entries(session: Session) -> Iterator[LedgerEntry]:
    """Yield every entry from the first on, without holding them all."""
    yield from session.scalars(select(LedgerEntry).order_by(LedgerEntry.sequence).execution_options(yield_per=1000))


def entries_of_action(session: Session, action: str) -> list[LedgerEntry]:
    """List every entry of one kind of act, newest first."""
    query = select(LedgerEntry).where(LedgerEntry.action == action).order_by(LedgerEntry.sequence.desc())
    return list(session.scalars(query))


def entries_of_round(session: Session, round_id: int) -> list[LedgerEntry]:
    """List the entries of a round."""
    return list(
        session.scalars(select(LedgerEntry).where(LedgerEntry.round_id == round_id).order_by(LedgerEntry.sequence))
    )
