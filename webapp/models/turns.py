"""One transaction at a time lengthens the chains and counts."""

from sqlalchemy import text
from sqlalchemy.orm import Session, SessionTransaction

from webapp.statements import Statement

LEDGER_LOCK = 7_268_193
HAS_TURN, KNOWN_SEAL, KNOWN_ENTRY = "has the turn", "last seal", "last entry"
TAKE_TURN = Statement(text(f"SELECT pg_advisory_xact_lock({LEDGER_LOCK})"))


def await_turn(session: Session) -> None:
    """Wait for the transaction before to end, once; SQLite's writers already go one by one."""
    connection = session.connection()
    if connection.dialect.name == "postgresql" and not session.info.get(HAS_TURN):
        TAKE_TURN.write(connection, {})
        session.info[HAS_TURN] = True


def give_up_turn(session: Session, ended: SessionTransaction) -> None:
    """Forget the turn, and what was read in it, with the transaction or savepoint that may have taken it.

    To ask once too often does no harm.
    """
    if ended.nested or ended.parent is None:
        session.info.pop(HAS_TURN, None)
        session.info.pop(KNOWN_SEAL, None)
        session.info.pop(KNOWN_ENTRY, None)
