"""One transaction at a time lengthens the chains and counts."""

from sqlalchemy import Connection, text

LEDGER_LOCK = 7_268_193


def await_turn(connection: Connection) -> None:
    """Wait for the transaction before to end; SQLite's writers already go one by one."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SELECT pg_advisory_xact_lock({LEDGER_LOCK})"))
