"""Questions about the ledger."""

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, select, text
from sqlalchemy.orm import Session

from webapp.models import Checkpoint, LedgerEntry, Review, Seal

PAGE = 100
SEALS, SEALS_LENGTH = 200, 500_000


def newest_entries(session: Session, before: int | None) -> list[LedgerEntry]:
    """List a page of entries, newest first."""
    query = select(LedgerEntry).order_by(LedgerEntry.sequence.desc()).limit(PAGE)
    return list(session.scalars(query.where(LedgerEntry.sequence < before) if before else query))


def entries_after(session: Session, sequence: int) -> Iterator[Row[Any]]:
    """Yield every entry after one as values, without holding them all: a visit goes through two thousand."""
    columns = LedgerEntry.__table__.columns
    query = select(*columns).where(columns.sequence > sequence).order_by(columns.sequence)
    yield from session.execute(query.execution_options(yield_per=1000))


def entry_of_sequence(session: Session, sequence: int) -> LedgerEntry | None:
    """Find one entry by its number."""
    return session.get(LedgerEntry, sequence)


def newest_of_action(session: Session, action: str) -> LedgerEntry | None:
    """Find the latest entry of one kind of act."""
    query = select(LedgerEntry).where(LedgerEntry.action == action).order_by(LedgerEntry.sequence.desc()).limit(1)
    return session.scalars(query).one_or_none()


def newest_sequence(session: Session) -> int:
    """Return the number of the last entry; 0 where there is none."""
    return session.scalar(select(func.max(LedgerEntry.sequence))) or 0


def newest_review(session: Session) -> int:
    """Return the number of the last review; with it grows what a full check goes through."""
    return session.scalar(select(func.max(Review.id))) or 0


def newest_checkpoints(session: Session) -> list[Checkpoint]:
    """List the latest signed heads, newest first."""
    return list(session.scalars(select(Checkpoint).order_by(Checkpoint.sequence.desc()).limit(10)))


def all_seals(asked: Session | Connection) -> Iterator[Seal]:
    """Yield every seal in order, also one that somebody put before the first or beside another of its number.

    The seal of an import is megabytes long, that of a save a few hundred letters: as many are fetched as were short.
    """
    columns = Seal.__table__.columns
    rows = asked.execute(select(*columns).order_by(columns.number), execution_options={"stream_results": True})
    n_wanted = 1
    while some := rows.fetchmany(n_wanted):
        yield from (Seal(**row._mapping) for row in some)  # as values: a session would show two of one number as one
        length = sum(len(str(row.changes)) for row in some)
        n_wanted = min(2 * n_wanted, SEALS) if length < SEALS_LENGTH else 1


def code_of_seal(session: Session, number: int) -> str | None:
    """Find the code of one seal."""
    return session.scalar(select(Seal.code).where(Seal.number == number))


def digests(session: Session) -> list[str]:
    """List the digests of all entries in order."""
    return list(session.scalars(select(LedgerEntry.digest).order_by(LedgerEntry.sequence)))


def checkpoints(session: Session) -> list[Checkpoint]:
    """List the signed heads in order."""
    return list(session.scalars(select(Checkpoint).order_by(Checkpoint.sequence)))


def checkpoint_of(session: Session, sequence: int) -> Checkpoint | None:
    """Find the signed head at an entry."""
    return session.get(Checkpoint, sequence)


def trigger_texts(session: Session) -> dict[str, str]:
    """Map each trigger that is there and switched on to what it does."""
    if session.get_bind().dialect.name == "sqlite":
        query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = (
            "SELECT tgname, relname || ' ' || tgtype || ' ' || proname || ' ' || btrim(prosrc) FROM pg_trigger "
            "JOIN pg_class ON pg_class.oid = tgrelid JOIN pg_proc ON pg_proc.oid = tgfoid "
            "WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')"
        )
    return {str(name): str(told) for name, told in session.execute(text(query))}


def entries_of_action(session: Session, action: str) -> list[LedgerEntry]:
    """List every entry of one kind of act, newest first."""
    query = select(LedgerEntry).where(LedgerEntry.action == action).order_by(LedgerEntry.sequence.desc())
    return list(session.scalars(query))


def acts_of_round(session: Session, round_id: int, action: str | Collection[str]) -> list[LedgerEntry]:
    """List the entries of a round about one action, or several."""
    actions = [action] if isinstance(action, str) else action
    wanted = (is_in_round(round_id), LedgerEntry.action.in_(actions))
    return list(session.scalars(select(LedgerEntry).where(*wanted).order_by(LedgerEntry.sequence)))


def is_in_round(round_id: int) -> ColumnElement[bool]:
    """Ask for a round by no index of it: it has an entry for each review, and SQLite would go through them all."""
    return LedgerEntry.round_id + 0 == round_id


def digests_of_round(session: Session, round_id: int) -> Iterator[str]:
    """Yield the digests of a round's entries in their order."""
    query = select(LedgerEntry.digest).where(LedgerEntry.round_id == round_id).order_by(LedgerEntry.sequence)
    yield from session.scalars(query.execution_options(yield_per=5_000))


def chain_from(session: Session, round_id: int, sequence: int) -> Iterator[tuple[int, str]]:
    """Yield sequence and digest of a round's entries from one on, in their order."""
    query = select(LedgerEntry.sequence, LedgerEntry.digest).where(LedgerEntry.round_id == round_id)
    later = query.where(LedgerEntry.sequence >= sequence).order_by(LedgerEntry.sequence)
    for row in session.execute(later.execution_options(yield_per=5_000)):
        yield row[0], row[1]


def entries_of_round(session: Session, round_id: int) -> list[LedgerEntry]:
    """List the entries of a round."""
    return list(
        session.scalars(select(LedgerEntry).where(LedgerEntry.round_id == round_id).order_by(LedgerEntry.sequence))
    )
