"""The pool, a panel and its conflicts a part at a time, however many there are, with what is looked for by words."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, Text, and_, cast, func, or_, select
from sqlalchemy.orm import Session

from webapp.models import Conflict, Declaration, Expert, Seat
from webapp.queries.declarations import LIGHT

ROWS = 50
# So many are counted; beyond, it is said that there are more.
MOST_COUNTED = 1_000
Row = TypeVar("Row")


@dataclass(frozen=True)
class Window(Generic[Row]):
    """Some rows of a list, and how many there are in all."""

    rows: list[Row]
    n_all: int
    page: int

    @property
    def n_pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.n_all // ROWS))


def windowed(session: Session, query: Select[*tuple[Any, ...]], page: int) -> tuple[list[Any], int, int]:
    """Read one page of a query and count the whole; a page beyond the end is the last."""
    counted = select(func.count()).select_from(query.order_by(None).with_only_columns(Expert.id).subquery())
    n_all = session.scalar(counted) or 0
    page = min(max(1, page), max(1, -(-n_all // ROWS)))
    rows = session.execute(query.offset((page - 1) * ROWS).limit(ROWS)).all()
    return list(rows), n_all, page


def seats_window(session: Session, round_id: int, page: int, words: str = "") -> Window[tuple[Seat, Expert]]:
    """List a part of everybody drawn, in the order of the draw: whoever's pseudonym, name or unit has every word."""
    told = Seat.pseudonym + " " + Expert.name + " " + Expert.unit
    query = select(Seat, Expert).join(Expert, Seat.expert_id == Expert.id).where(Seat.round_id == round_id)
    meant = query.where(*(told.icontains(word, autoescape=True) for word in words.split()))
    rows, n_all, page = windowed(session, meant.order_by(Seat.position, Seat.id), page)
    return Window([(seat, expert) for seat, expert in rows], n_all, page)


def pseudonyms_meant(session: Session, round_id: int, words: str) -> set[str]:
    """Name the seats a search means."""
    told = Seat.pseudonym + " " + Expert.name + " " + Expert.unit
    query = select(Seat.pseudonym).join(Expert, Seat.expert_id == Expert.id).where(Seat.round_id == round_id)
    return set(session.scalars(query.where(*(told.icontains(word, autoescape=True) for word in words.split()))))


def experts_named(session: Session, round_id: int, pseudonyms: Collection[str]) -> dict[str, Expert]:
    """Find the experts of some seats by their pseudonyms."""
    query = select(Seat.pseudonym, Expert).join(Expert, Seat.expert_id == Expert.id)
    named = query.where(Seat.round_id == round_id, Seat.pseudonym.in_(pseudonyms))
    return dict(list(session.execute(named)))


def names_of_seats(session: Session, round_id: int, pseudonyms: Collection[str]) -> dict[str, str]:
    """Name the experts of some seats, nothing else of them."""
    query = select(Seat.pseudonym, Expert.name).join(Expert, Seat.expert_id == Expert.id)
    named = query.where(Seat.round_id == round_id, Seat.pseudonym.in_(pseudonyms))
    return dict(list(session.execute(named)))


def pseudonyms_of(session: Session, round_id: int, expert_ids: Collection[int]) -> dict[int, str]:
    """Name the seats of some experts; whoever has none is left out."""
    query = select(Seat.expert_id, Seat.pseudonym).where(Seat.round_id == round_id, Seat.expert_id.in_(expert_ids))
    return dict(list(session.execute(query)))


def n_active(session: Session) -> int:
    """Count the pool."""
    return session.scalar(select(func.count(Expert.id)).where(Expert.active)) or 0


def experts_window(session: Session, page: int, order: str, among: Collection[int] | None) -> Window[Expert]:
    """List a part of the pool by strokes or by pinyin, all of it or those found by a search."""
    key = Expert.pinyin_key if order == "pinyin" else Expert.stroke_key
    query = select(Expert).where(Expert.active).order_by(key, Expert.id)
    rows, n_all, page = windowed(session, query if among is None else query.where(Expert.id.in_(among)), page)
    return Window([row[0] for row in rows], n_all, page)


def told_of_experts(session: Session) -> list[tuple[int, str, str, dict[str, Any]]]:
    """List what a search may look at of everybody in the pool, without building objects of so many."""
    query = select(Expert.id, Expert.name, Expert.unit, Expert.profile).where(Expert.active)
    return [(row[0], row[1], row[2], row[3]) for row in session.execute(query)]


def pool_as_stored(session: Session) -> str:
    """Hash the rows of the pool as they are stored, so that one can tell whether anything in it has changed.

    The database joins them: as one text each of six hundred experts is read in a fifth of the time.
    """
    row = cast(Expert.id, Text) + "\x1f" + Expert.name + "\x1f" + Expert.unit + "\x1f" + cast(Expert.profile, Text)
    rows = select(row.label("row")).where(Expert.active).order_by(Expert.id).subquery()
    joined = session.connection().scalar(select(func.aggregate_strings(rows.c.row, "\x1e")))
    return hashlib.sha256((joined or "").encode()).hexdigest()


def active_named(session: Session, name: str) -> list[Expert]:
    """Find the experts of the pool by name or by 姓名（单位）."""
    whole = Expert.name + "（" + Expert.unit + "）"
    written = name.replace("(", "（").replace(")", "）") if name.endswith((")", "）")) else name
    is_named = or_(Expert.name == name, whole == name, whole == written)
    return list(session.scalars(select(Expert).where(Expert.active, is_named).limit(2)))


@dataclass(frozen=True)
class ConflictWindow:
    """Some conflicts, how many there are at least, where the next part begins, and whom and what they are about."""

    rows: list[Conflict]
    n_all: int
    following: int | None
    declarations: dict[int, Declaration]
    experts: dict[int, Expert]

    @property
    def has_uncounted(self) -> bool:
        """Whether there are more than were counted."""
        return self.n_all > MOST_COUNTED


def conflicts_window(
    session: Session, round_id: int, *, waiting: bool | None = None, after: int = 0, words: str = ""
) -> ConflictWindow:
    """Read some conflicts from one on: every one, or those that wait for an answer, or those of an expert or number."""
    wanted: list[ColumnElement[bool]] = [Conflict.round_id == round_id]
    if waiting is not None:
        wanted.append(Conflict.source == "question" if waiting else Conflict.source != "question")
    wanted += [about(round_id, word) for word in words.split()]
    counted = select(Conflict.id).where(*wanted).limit(MOST_COUNTED + 1).subquery()
    n_all = session.scalar(select(func.count()).select_from(counted)) or 0
    last = session.get(Conflict, after) if after else None
    query = select(Conflict).where(*wanted, *([] if last is None else [behind(last)]))
    rows = list(session.scalars(query.order_by(*PLACE).limit(ROWS + 1)))
    shown = rows[:ROWS]
    ids, known = {one.declaration_id for one in shown}, {one.expert_id for one in shown}
    named = session.scalars(select(Declaration).where(Declaration.id.in_(ids)).options(*LIGHT))
    people = session.scalars(select(Expert).where(Expert.id.in_(known)))
    return ConflictWindow(
        shown,
        n_all,
        shown[-1].id if len(rows) > ROWS else None,
        {one.id: one for one in named},
        {one.id: one for one in people},
    )


PLACE = (Conflict.expert_id, Conflict.declaration_id, Conflict.id)


def behind(last: Conflict) -> ColumnElement[bool]:
    """Say that a conflict stands behind another one."""
    expert, declaration, row = PLACE
    same = and_(expert == last.expert_id, declaration == last.declaration_id, row > last.id)
    # The first condition follows from the rest; by it the index is entered at the right place.
    return and_(
        expert >= last.expert_id,
        or_(expert > last.expert_id, and_(expert == last.expert_id, declaration > last.declaration_id), same),
    )


def about(round_id: int, word: str) -> ColumnElement[bool]:
    """Say that a conflict is about a declaration of this number or an expert of whose name this is a part."""
    numbered = select(Declaration.id).where(Declaration.round_id == round_id, Declaration.number == word)
    named = select(Expert.id).where(Expert.name.icontains(word, autoescape=True))
    return or_(Conflict.declaration_id.in_(numbered), Conflict.expert_id.in_(named))
