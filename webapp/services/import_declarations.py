"""Take many declarations at once: numbered in one go, screened in portions, told in the ledger as one act."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from webapp.models import Declaration, Round
from webapp.permissions import Action, Actor, Facts, require
from webapp.queries import declarations
from webapp.services.record_act import record_act
from webapp.services.screen_stored import screen_stored
from webapp.services.store_declaration import new_declaration

Progress = Callable[[str, int, int], None]
PORTION = 100
Item = TypeVar("Item")


def import_declarations(
    session: Session,
    *,
    actor: Actor,
    found: Round,
    answers: Sequence[Mapping[str, Any]],
    source: str,
    is_submitted: bool,
    now: datetime,
    progress: Progress | None = None,
) -> tuple[str, ...]:
    """Store every declaration, submitted and screened when asked, and return their numbers."""
    for one in answers:
        city = str(one.get("cover.city") or "") or None
        require(actor, Action.IMPORT_DECLARATIONS, Facts(round_state=found.state, city=city))
    first = declarations.next_place(session, found)
    created: list[str] = []
    for portion in portions(answers):
        rows = []
        for one in portion:
            number = declarations.number_at(found, first + len(created))
            row = new_declaration(found, number=number, answers=one, context={}, source=source, now=now)
            if is_submitted:
                row.state, row.submitted_at = "submitted", now
            rows.append(row)
            created.append(number)
        session.add_all(rows)
        session.flush()
        screen_and_forget(session, rows if is_submitted else (), found, now)
        if progress is not None:
            progress("store", len(created), len(answers))
    told = {"declarations": created, "source": source[:200], "submitted": is_submitted}
    record_act(session, actor=actor, action="import declarations", facts=told, now=now, round_id=found.id)
    return tuple(created)


def screen_round(
    session: Session, *, actor: Actor, found: Round, now: datetime, progress: Progress | None = None
) -> dict[str, int]:
    """Screen again every submitted declaration of the round and return how many have which verdict."""
    require(actor, Action.IMPORT_DECLARATIONS, Facts(round_state=found.state))
    ids = declarations.submitted_ids(session, found.id)
    verdicts: dict[str, int] = {}
    done = 0
    for portion in portions(ids):
        rows = declarations.declarations_by_ids(session, portion)
        for overall in screen_and_forget(session, rows, found, now):
            verdicts[overall] = verdicts.get(overall, 0) + 1
        done += len(portion)
        if progress is not None:
            progress("screen", done, len(ids))
    told = {"n": len(ids), "verdicts": verdicts}
    record_act(session, actor=actor, action="screen round", facts=told, now=now, round_id=found.id)
    return verdicts


def portions(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """Cut a long list, so that a portion at a time is held in memory."""
    return (items[at : at + PORTION] for at in range(0, len(items), PORTION))


def screen_and_forget(session: Session, rows: Sequence[Declaration], found: Round, now: datetime) -> list[str]:
    """Screen a portion, write it and let go of it; return the verdicts."""
    results = [screen_stored(session, declaration=row, found=found, now=now, is_flushed=False) for row in rows]
    verdicts = [result.overall for result in results]
    session.flush()
    for one in (*results, *rows):
        session.expunge(one)
    return verdicts
