"""The organiser's tables of units and ties: stored whole, read as the engine's values, written for the workbook."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from reviewers.conflict_rules.ties import KINDS
from reviewers.people import Tie, TieKind, Unit
from webapp.models import KnownTie, KnownUnit
from webapp.permissions import Action, Actor, require
from webapp.queries import pool
from webapp.services.record_act import record_act

LISTS = ("aliases", "former_names", "parents")
SEPARATOR = "；"


def store_known_tables(
    session: Session,
    *,
    actor: Actor,
    units: Sequence[Mapping[str, Any]] | None,
    ties: Sequence[Mapping[str, Any]] | None,
    now: datetime,
) -> None:
    """Put what was handed in into the place of what was stored; None leaves a table as it is."""
    require(actor, Action.IMPORT_POOL)
    if units is not None:
        forget(session, pool.known_units(session))
        session.add_all(KnownUnit(name=one["name"], names=other_names(one), at=now) for one in units)
    if ties is not None:
        forget(session, pool.known_ties(session))
        session.add_all(KnownTie(**tie_columns(one), at=now) for one in ties)
    session.flush()
    facts = {"units": len(units) if units is not None else None, "ties": len(ties) if ties is not None else None}
    record_act(session, actor=actor, action="import known tables", facts=facts, now=now)


def forget(session: Session, rows: Sequence[KnownUnit] | Sequence[KnownTie]) -> None:
    """Delete rows one by one, as sealed tables ask."""
    for row in rows:
        session.delete(row)
    session.flush()


def other_names(one: Mapping[str, Any]) -> dict[str, Any]:
    """Return every name beside the one in use."""
    return {**{key: list(one[key]) for key in LISTS}, "english_name": one["english_name"]}


def tie_columns(one: Mapping[str, Any]) -> dict[str, str]:
    """Return the columns of a tie."""
    return {key: one[key] for key in ("person_a", "unit_a", "person_b", "unit_b", "kind", "evidence")}


def known_units(session: Session) -> list[Unit]:
    """Read the table of units for the rules."""
    return [unit_of(row) for row in pool.known_units(session)]


def unit_of(row: KnownUnit) -> Unit:
    """Read one body."""
    lists = {key: tuple(row.names[key]) for key in LISTS}
    return Unit(row.name, **lists, english_name=row.names["english_name"])


def known_ties(session: Session) -> list[Tie]:
    """Read the table of ties for the rules."""
    return [
        Tie(row.person_a, row.person_b, tie_kind(row.kind), row.evidence, row.unit_a, row.unit_b)
        for row in pool.known_ties(session)
    ]


def tie_kind(kind: str) -> TieKind:
    """Return a kind the rules know; anything else counts as another interest."""
    return next((known for known in KINDS if known == kind), "other")


def unit_texts(row: KnownUnit) -> dict[str, str]:
    """Return a body as the cells of the workbook."""
    return {
        "name": row.name,
        "english_name": row.names["english_name"],
        **{key: SEPARATOR.join(row.names[key]) for key in LISTS},
    }


def tie_texts(row: KnownTie) -> dict[str, str]:
    """Return a tie as the cells of the workbook."""
    columns = {key: getattr(row, key) for key in ("person_a", "unit_a", "person_b", "unit_b", "evidence")}
    return {**columns, "kind": KINDS[tie_kind(row.kind)]}
