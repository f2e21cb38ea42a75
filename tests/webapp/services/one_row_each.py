"""A row in every table that has none yet, written through the system, so that no table escapes a test."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Boolean, Column, Date, DateTime, Integer, LargeBinary, Numeric, Table, func, insert, select
from sqlalchemy import Float as FloatingPoint
from sqlalchemy.orm import Session
from sqlalchemy.types import JSON

from webapp.models import Base
from webapp.models.sealed_tables import sealed_tables

AT = datetime(2026, 3, 24, 3, 0, tzinfo=UTC)


def fill_empty_tables(session: Session) -> None:
    """Insert one row into each empty table, those it refers to first."""
    sealed = set(sealed_tables())
    for table in Base.metadata.sorted_tables:
        if table in sealed and session.execute(select(table).limit(1)).first() is None:
            given = [one for one in table.columns if one is not table.autoincrement_column or one.foreign_keys]
            session.execute(insert(table), [{one.name: value_for(session, table, one) for one in given}])


def value_for(session: Session, table: Table, column: Column[Any]) -> Any:
    """Return a value that the column takes."""
    for key in column.foreign_keys:
        return session.scalar(select(func.max(key.column)))
    kinds: tuple[tuple[Any, Any], ...] = (
        (Boolean, True),
        (Integer, 1),
        (Numeric, 1),
        (FloatingPoint, 1.0),
        (JSON, {"of": table.name}),
        (LargeBinary, b"content"),
        (Date, date(2026, 3, 24)),
    )
    value = next((value for kind, value in kinds if isinstance(column.type, kind)), None)
    if value is None:
        value = AT if isinstance(getattr(column.type, "impl", column.type), DateTime) else "x"
    return value
