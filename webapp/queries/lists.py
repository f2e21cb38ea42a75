"""What hangs out, what was objected to it, and what was announced."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session, aliased

from webapp.errors import NotFound
from webapp.models import (
    Announcement,
    Assignment,
    CityStep,
    Declaration,
    Expert,
    FindingDecision,
    ListEntry,
    Objection,
    Publicity,
    RankingRow,
    ScreeningResult,
    Seat,
)
from webapp.queries.byte_order import by_bytes

OPEN = ("received", "investigated")
PORTION = 500


@dataclass(frozen=True)
class ListedEntry:
    """One entry with its declaration, its publicity and the name of whom it replaces."""

    entry: ListEntry
    declaration: Declaration
    publicity: Publicity
    replaces: str | None


def joined_entries() -> Select[ListEntry, Declaration, Publicity, str | None]:
    """Join entries with declaration, publicity and the name of whom they replace."""
    replaced = aliased(Declaration)
    return (
        select(ListEntry, Declaration, Publicity, replaced.cluster_name)
        .join(Declaration, ListEntry.declaration_id == Declaration.id)
        .join(Publicity, ListEntry.publicity_id == Publicity.id)
        .outerjoin(replaced, ListEntry.replaces_id == replaced.id)
    )


def entries_of_round(session: Session, round_id: int) -> list[ListedEntry]:
    """List every entry by publicity and number, those that left included."""
    query = joined_entries().where(ListEntry.round_id == round_id)
    query = query.order_by(Publicity.id, by_bytes(Declaration.number))
    return [ListedEntry(*row) for row in session.execute(query)]


def n_entries(session: Session, round_id: int) -> dict[int, int]:
    """Map the publicities of a round to how many entries each has, the first publicity first."""
    query = select(ListEntry.publicity_id, func.count()).where(ListEntry.round_id == round_id)
    counted = session.execute(query.group_by(ListEntry.publicity_id).order_by(ListEntry.publicity_id))
    return dict(list(counted))


def entries_from(session: Session, publicity_id: int, start: int, limit: int) -> list[ListedEntry]:
    """List a part of one publicity, in the order it was hung out, which is that of the numbers."""
    query = joined_entries().where(ListEntry.publicity_id == publicity_id).order_by(ListEntry.id)
    return [ListedEntry(*row) for row in session.execute(query.offset(start).limit(limit))]


def entry_of_number(session: Session, round_id: int, number: str) -> ListedEntry | None:
    """Find the entry of a declaration by its number."""
    query = joined_entries().where(ListEntry.round_id == round_id, Declaration.number == number)
    row = session.execute(query).one_or_none()
    return None if row is None else ListedEntry(*row)


def entry_of_declaration(session: Session, declaration_id: int) -> ListedEntry:
    """Return the entry of a declaration that was hung out."""
    query = joined_entries().where(ListEntry.declaration_id == declaration_id)
    return ListedEntry(*session.execute(query).one())


def ids_on_list(session: Session, round_id: int) -> set[int]:
    """Tell which declarations are on the list, those that left excepted."""
    query = select(ListEntry.declaration_id).where(ListEntry.round_id == round_id, ListEntry.standing != "removed")
    return set(session.scalars(query))


def has_removed(session: Session, round_id: int) -> bool:
    """Tell whether a name has left the list."""
    query = select(ListEntry.id).where(ListEntry.round_id == round_id, ListEntry.standing == "removed")
    return session.scalar(query.limit(1)) is not None


def not_replaced(session: Session, round_id: int) -> list[ListedEntry]:
    """List the entries that left and whose place nobody has taken."""
    newcomer = aliased(ListEntry)
    is_taken = exists().where(newcomer.replaces_id == ListEntry.declaration_id)
    query = joined_entries().where(ListEntry.round_id == round_id, ListEntry.standing == "removed", ~is_taken)
    query = query.order_by(Publicity.id, by_bytes(Declaration.number))
    return [ListedEntry(*row) for row in session.execute(query)]


def standing_of_round(session: Session, round_id: int) -> dict[int, str]:
    """Map the declarations on a round's list to what became of their entries."""
    query = select(ListEntry.declaration_id, ListEntry.standing).where(ListEntry.round_id == round_id)
    return dict(list(session.execute(query)))


def publicities_of_round(session: Session, round_id: int) -> list[Publicity]:
    """List the publicities of a round, the first one first."""
    return list(session.scalars(select(Publicity).where(Publicity.round_id == round_id).order_by(Publicity.id)))


def objections_of_round(session: Session, round_id: int) -> list[tuple[Objection, Declaration]]:
    """List the objections in the order they were registered."""
    query = select(Objection, Declaration).join(Declaration, Objection.declaration_id == Declaration.id)
    rows = session.execute(query.where(Objection.round_id == round_id).order_by(Objection.id))
    return [(objection, declaration) for objection, declaration in rows]


def objection_by_number(session: Session, round_id: int, number: str) -> tuple[Objection, Declaration]:
    """Find one objection of the round."""
    query = select(Objection, Declaration).join(Declaration, Objection.declaration_id == Declaration.id)
    found = session.execute(query.where(Objection.round_id == round_id, Objection.number == number)).one_or_none()
    if found is None:
        raise NotFound("no-objection", "没有这件异议，或您无权查看。")
    return found[0], found[1]


def named_objections(session: Session, announced_by: date) -> list[Objection]:
    """List the objections with a name whose rounds were announced by a day."""
    query = select(Objection).join(Announcement, Announcement.round_id == Objection.round_id)
    query = query.where(Announcement.announced_on <= announced_by, Objection.objector != "")
    return list(session.scalars(query.order_by(Objection.id)))


def all_named_objections(session: Session) -> list[Objection]:
    """List every objection with a name."""
    return list(session.scalars(select(Objection).where(Objection.objector != "").order_by(Objection.id)))


def n_objections(session: Session, round_id: int) -> int:
    """Count the objections registered so far."""
    return session.scalar(select(func.count()).select_from(Objection).where(Objection.round_id == round_id)) or 0


def objected_ids(session: Session, round_id: int) -> set[int]:
    """Tell which declarations have an objection that is not settled."""
    query = select(Objection.declaration_id).where(Objection.round_id == round_id, Objection.state.in_(OPEN))
    return set(session.scalars(query))


def announcement_of(session: Session, round_id: int) -> Announcement | None:
    """Find the announcement of the round."""
    return session.scalars(select(Announcement).where(Announcement.round_id == round_id)).one_or_none()


def announcements_by_round(session: Session) -> dict[int, Announcement]:
    """Map rounds to their announcements."""
    return {one.round_id: one for one in session.scalars(select(Announcement))}


def judges_of(session: Session, declaration_id: int) -> list[tuple[Expert, Seat]]:
    """List everybody before whom the declaration ever lay, those who withdrew included."""
    query = (
        select(Expert, Seat)
        .join(Seat, Seat.expert_id == Expert.id)
        .join(Assignment, Assignment.seat_id == Seat.id)
        .where(Assignment.declaration_id == declaration_id)
        .order_by(Seat.position)
    )
    return [(expert, seat) for expert, seat in session.execute(query)]


def visited_by_city(session: Session, ids: Sequence[int]) -> set[int]:
    """Tell which declarations have a record of the city's visit."""
    query = select(CityStep.declaration_id).where(CityStep.declaration_id.in_(ids), CityStep.step == "verify_on_site")
    return set(session.scalars(query))


def screenings_of(session: Session, ids: Sequence[int]) -> dict[int, ScreeningResult]:
    """Map declarations to what their newest screening found."""
    newest = select(func.max(ScreeningResult.id)).where(ScreeningResult.declaration_id.in_(ids))
    query = select(ScreeningResult).where(ScreeningResult.id.in_(newest.group_by(ScreeningResult.declaration_id)))
    return {one.declaration_id: one for one in session.scalars(query)}


def screened_of_run(session: Session, run_id: int) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield what the newest screening found of each declaration that was ranked; only a portion is in memory."""
    ranked = select(RankingRow.declaration_id).where(RankingRow.run_id == run_id)
    newest = select(func.max(ScreeningResult.id)).where(ScreeningResult.declaration_id.in_(ranked))
    query = select(ScreeningResult.declaration_id, ScreeningResult.result)
    wanted = query.where(ScreeningResult.id.in_(newest.group_by(ScreeningResult.declaration_id)))
    yield from ((key, result) for key, result in session.execute(wanted.execution_options(yield_per=PORTION)))


def outcomes_of(session: Session, ids: Sequence[int]) -> dict[int, dict[str, str]]:
    """Map declarations to what people decided about their findings."""
    found: dict[int, dict[str, str]] = {}
    for one in session.scalars(select(FindingDecision).where(FindingDecision.declaration_id.in_(ids))):
        found.setdefault(one.declaration_id, {})[one.condition] = one.outcome
    return found
