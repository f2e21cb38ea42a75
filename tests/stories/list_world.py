"""The invented round brought back to its ranking, in either region and under a rule of replacement."""

import hashlib
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import delete
from sqlalchemy.orm import Session

from rubrics.loading import load_pack
from rubrics.versions import fingerprint
from tests.stories.actors import acting
from webapp.models import Decision, ListEntry, Objection, Publicity, Round
from webapp.permissions import Role
from webapp.queries import lists, rounds
from webapp.queries.rankings import Position
from webapp.services.decide_list import decide_list, decisive_positions
from webapp.services.decide_objection import decide_objection
from webapp.services.derived_numbers import settings_fingerprint
from webapp.services.investigate_objection import investigate_objection
from webapp.services.register_objection import ReceivedObjection, register_objection
from webapp.services.start_publicity import start_publicity
from webapp.services.store_evidence import CheckedFile

PROOF = CheckedFile("证明.pdf", "application/pdf", hashlib.sha256(b"%PDF-proof").hexdigest(), b"%PDF-proof")
MONDAY = date(2026, 3, 23)


def noon(day: date) -> datetime:
    """Return noon of a day in China."""
    return datetime(day.year, day.month, day.day, 4, 0, tzinfo=UTC)


def ranked_round(session: Session, pack_id: str, **settings: object) -> Round:
    """Return the invented round as it was when its ranking was stored, its rules frozen anew."""
    found = rounds.round_by_code(session, "NM-DEMO")
    for table in (Objection, ListEntry, Publicity, Decision):
        session.execute(delete(table).where(table.round_id == found.id))
    found.pack_id, found.state, found.decided_at = pack_id, "locked", None
    found.settings = {**found.settings, **settings}
    found.pack_fingerprint = fingerprint(load_pack(pack_id))
    found.fingerprint = settings_fingerprint(found.pack_fingerprint, found.settings)
    session.flush()
    return found


def decide(session: Session, found: Round, day: date = MONDAY) -> list[Position]:
    """Let the department follow the ranking; return it."""
    positions = decisive_positions(session, found)
    selected = [one.declaration.id for one in positions if one.row.status in ("selected", "tied")]
    department = acting(session, Role.DEPARTMENT)
    decide_list(session, actor=department, found=found, selected=selected, reasons={}, now=noon(day))
    session.flush()
    return positions


def published_round(session: Session, pack_id: str, **settings: object) -> tuple[Round, list[Position]]:
    """Return the round with its list hung out on Monday 23 March 2026."""
    found = ranked_round(session, pack_id, **settings)
    positions = decide(session, found)
    department = acting(session, Role.DEPARTMENT)
    start_publicity(session, actor=department, found=found, published_on=MONDAY, now=noon(MONDAY))
    session.flush()
    return found, positions


def object_to(
    session: Session,
    found: Round,
    number: str,
    day: date,
    folder: Path,
    *,
    name: str = "包头某某公司",
    proof: bool = True,
) -> Objection:
    """Let an objection come in on a day."""
    received = ReceivedObjection(number, day, name, "13800000000", "产值数据与税务数据不符。", PROOF if proof else None)
    department = acting(session, Role.DEPARTMENT)
    stored = register_objection(
        session, actor=department, found=found, received=received, folder=folder, today=day, now=noon(day)
    )
    session.flush()
    return stored


def settle(session: Session, found: Round, objection: Objection, outcome: str, day: date) -> None:
    """Let two people who did not judge look into it, and the department decide."""
    department = acting(session, Role.DEPARTMENT)
    told = {"investigators": "甲某、乙某", "finding": "调阅税务数据核对。"}
    investigate_objection(session, actor=department, found=found, objection=objection, **told, now=noon(day))
    decide_objection(
        session,
        actor=department,
        found=found,
        objection=objection,
        outcome=outcome,
        answer="经核查属实。" if outcome == "upheld" else "经核查不属实。",
        decider="厅长办公会",
        now=noon(day),
    )
    session.flush()


def standing(session: Session, found: Round) -> dict[str, str]:
    """Tell what became of each name on the list."""
    return {one.declaration.number: one.entry.standing for one in lists.entries_of_round(session, found.id)}
