"""Questions about declarations and what screening found."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, defer

from webapp.errors import NotFound
from webapp.models import Declaration, FindingDecision, Round, RoundTally, ScreeningResult
from webapp.permissions import Actor, Role


@dataclass(frozen=True)
class DeclarationLine:
    """One line of a list."""

    declaration: Declaration
    round: Round
    overall: str | None


# A list reads neither answers nor context: they are most of a declaration.
WITH_CONTEXT = (defer(Declaration.answers, raiseload=True),)
LIGHT = (defer(Declaration.answers, raiseload=True), defer(Declaration.context, raiseload=True))
PAGE = 100


@dataclass(frozen=True)
class DeclarationPage:
    """One part of a list: how many there are in all, and after which declaration the next part begins."""

    lines: list[DeclarationLine]
    n_all: int
    after: int | None


def seen_by(actor: Actor, round_id: int | None) -> list[ColumnElement[bool]]:
    """Say which declarations this actor may know of: the applicant its own, the city bureau its city's."""
    conditions = [] if round_id is None else [Declaration.round_id == round_id]
    if actor.role is Role.APPLICANT:
        # Its few rows first: of two indexes a database may take that of the round, which is all of it.
        own = select(Declaration.id).where(Declaration.applicant_id == actor.account_id)
        conditions.append(Declaration.id.in_(own))
    if actor.role is Role.CITY_BUREAU:
        conditions.append(Declaration.city == (actor.city or ""))
    return conditions


def asked_for(words: str, state: str) -> list[ColumnElement[bool]]:
    """Say which declarations a search means: every word stands somewhere in number, name or place."""
    told = Declaration.number + " " + Declaration.cluster_name + " " + Declaration.city + Declaration.county
    found: list[ColumnElement[bool]] = [told.icontains(word, autoescape=True) for word in words.split()]
    return [*found, Declaration.state == state] if state else found


def visible_declarations(
    session: Session,
    actor: Actor,
    round_id: int | None = None,
    after: int = 0,
    limit: int = PAGE,
    *,
    words: str = "",
    state: str = "",
) -> DeclarationPage:
    """List a part of what this actor may know of, newest round first, in the order they were numbered."""
    conditions = [*seen_by(actor, round_id), *asked_for(words, state)]
    newest = (
        select(ScreeningResult.overall)
        .where(ScreeningResult.declaration_id == Declaration.id)
        .order_by(ScreeningResult.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    query = select(Declaration, Round, newest).join(Round, Declaration.round_id == Round.id).where(*conditions)
    if after:
        last = select(Declaration.round_id).where(Declaration.id == after).scalar_subquery()
        follows = and_(Declaration.round_id == last, Declaration.id > after)
        query = query.where(or_(Declaration.round_id < last, follows))
    query = query.order_by(Declaration.round_id.desc(), Declaration.id).limit(limit + 1).options(*LIGHT)
    lines = [DeclarationLine(*row) for row in session.execute(query)]
    is_more = len(lines) > limit
    if not after and not is_more:  # looked for by words the whole round was gone through: not once more to count
        n_all = len(lines)
    elif actor.role in (Role.APPLICANT, Role.CITY_BUREAU) or words.split():
        n_all = session.scalar(select(func.count(Declaration.id)).where(*conditions)) or 0
    else:
        n_all = kept_count(session, round_id, state)
    return DeclarationPage(lines[:limit], n_all, lines[limit - 1].declaration.id if is_more else None)


def kept_count(session: Session, round_id: int | None, state: str) -> int:
    """Add up the kept counts of a round or of all, of one state or of all, as of the last commit."""
    query = select(RoundTally.by_state)
    kept = session.scalars(query if round_id is None else query.where(RoundTally.round_id == round_id))
    return sum(n for by_state in kept for one, n in by_state.items() if state in ("", one))


def declaration_by_id(session: Session, declaration_id: int) -> tuple[Declaration, Round]:
    """Find a declaration with its round."""
    query = select(Declaration, Round).join(Round, Declaration.round_id == Round.id)
    found = session.execute(query.where(Declaration.id == declaration_id)).one_or_none()
    if found is None:
        raise NotFound("no-declaration", "没有这份申报，或您无权查看。")
    return found[0], found[1]


def newest_screening(session: Session, declaration_id: int) -> ScreeningResult | None:
    """Find what the last screening found."""
    query = select(ScreeningResult).where(ScreeningResult.declaration_id == declaration_id)
    return session.scalars(query.order_by(ScreeningResult.id.desc()).limit(1)).one_or_none()


def decisions_of(session: Session, declaration_id: int) -> dict[str, FindingDecision]:
    """Map conditions to what a person decided about them."""
    query = select(FindingDecision).where(FindingDecision.declaration_id == declaration_id)
    return {decision.condition: decision for decision in session.scalars(query)}


def any_round(session: Session) -> bool:
    """Tell whether there is any round yet."""
    return session.scalar(select(Round.id).limit(1)) is not None


def next_place(session: Session, found: Round) -> int:
    """Return how far the round has counted, plus one; the round is locked until the transaction ends."""
    session.execute(select(Round.id).where(Round.id == found.id).with_for_update())
    used = session.scalar(select(func.count()).select_from(Declaration).where(Declaration.round_id == found.id)) or 0
    return used + 1


def number_at(found: Round, place: int) -> str:
    """Write the number of the declaration at this place."""
    return f"{found.code}-{place:03d}"


def next_number(session: Session, found: Round) -> str:
    """Return the next free number of the round."""
    return number_at(found, next_place(session, found))


def submitted_ids(session: Session, round_id: int) -> list[int]:
    """List the ids of what is handed in and not yet decided."""
    query = select(Declaration.id).where(Declaration.round_id == round_id, Declaration.state == "submitted")
    return list(session.scalars(query.order_by(Declaration.number)))


def declarations_by_ids(session: Session, ids: Sequence[int]) -> list[Declaration]:
    """Read some declarations by number."""
    query = select(Declaration).where(Declaration.id.in_(ids)).order_by(Declaration.number)
    return list(session.scalars(query))


def declarations_of_round(session: Session, round_id: int) -> list[Declaration]:
    """List every declaration of a round by number."""
    query = select(Declaration).where(Declaration.round_id == round_id).order_by(Declaration.number)
    return list(session.scalars(query))


def contexts_handed_in(session: Session, round_id: int) -> list[tuple[int, str, dict[str, Any]]]:
    """List number, place and context of what was handed in, without building objects of so many."""
    query = select(Declaration.id, Declaration.city, Declaration.context)
    handed_in = query.where(Declaration.round_id == round_id, Declaration.state != "draft")
    return [(row[0], row[1], row[2]) for row in session.execute(handed_in.order_by(Declaration.number))]


def change_mark(session: Session, round_id: int) -> tuple[object, ...]:
    """Return figures that are others as soon as a declaration of the round was handed in or changed."""
    figures = (func.count(Declaration.id), func.sum(Declaration.version), func.max(Declaration.updated_at))
    query = select(*figures).where(Declaration.round_id == round_id, Declaration.state != "draft")
    return tuple(session.execute(query).one())


def answers_handed_in(session: Session, round_id: int, city: str | None) -> list[tuple[str, dict[str, Any]]]:
    """List number and answers of what was handed in, of one city or of all."""
    query = select(Declaration.number, Declaration.answers)
    query = query.where(Declaration.round_id == round_id, Declaration.state != "draft")
    wanted = query if city is None else query.where(Declaration.city == city)
    return [(number, answers) for number, answers in session.execute(wanted.order_by(Declaration.number))]


def names_by_number(session: Session, round_id: int, numbers: Collection[str]) -> list[Declaration]:
    """Read some declarations of a round without what they declare."""
    query = select(Declaration).where(Declaration.round_id == round_id).options(*LIGHT)
    chosen = query.where(Declaration.number.in_(numbers)) if len(numbers) <= PAGE else query
    return list(session.scalars(chosen))
