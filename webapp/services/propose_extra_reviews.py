"""Where one more review can still change the list, what it is worth, and who may give it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from itertools import islice
from typing import Any

from sqlalchemy.orm import Session

from webapp.models import Declaration, Round
from webapp.permissions import Action, Actor, Facts, require
from webapp.queries import extra_reviews, panels
from webapp.queries.extra_reviews import SeatedExpert
from webapp.services.conflict_standing import is_barring
from webapp.services.derived_numbers import MICRO
from webapp.services.look_after_lock import ready_places
from webapp.services.record_act import record_act

LITTLE = Decimal("0.01")
# So many who may take a declaration are offered, the least loaded first.
MOST_OFFERED = 50


@dataclass(frozen=True)
class FreeExpert:
    """One expert who may take a declaration: no conflict, no colleague on it, not asked yet."""

    pseudonym: str
    load: int


@dataclass(frozen=True)
class Free:
    """Who may take a declaration: how many there are, and the least loaded of them."""

    n: int
    offered: tuple[FreeExpert, ...]


@dataclass(frozen=True)
class Place:
    """One declaration that another review helps; `gain` in points per place of the list."""

    declaration: Declaration
    gain: Decimal
    is_worth_it: bool
    free: Free


@dataclass(frozen=True)
class Proposal:
    """The places in order of what one more review is worth, and after how many to stop."""

    places: tuple[Place, ...]
    notes: tuple[Mapping[str, Any], ...]
    is_ready: bool = True


def propose_extra_reviews(session: Session, *, actor: Actor, found: Round, now: datetime) -> Proposal:
    """Say what the engine found; the experts it names are replaced by those whom conflicts and units allow."""
    require(actor, Action.SEE_DIVERGENCE, Facts(round_state=found.state))
    record_act(session, actor=actor, action="read open places", facts={}, now=now, round_id=found.id)
    content = ready_places(session, actor=actor, found=found, now=now)
    if content is None:
        return Proposal((), (), is_ready=False)
    gains = dict(content["places"])
    rows = panels.admitted_of_numbers(session, found.id, gains)
    free = free_experts(session, found, list(rows.values()))
    places = (place_of(rows[number], gain, free[number]) for number, gain in gains.items())
    return Proposal(tuple(places), tuple(content["notes"]))


def place_of(declaration: Declaration, gain: int, free: Free) -> Place:
    """Write out one place."""
    exact = Decimal(gain) / MICRO
    return Place(declaration, exact.quantize(Decimal("0.0001"), ROUND_HALF_UP), exact >= LITTLE, free)


def free_experts(session: Session, found: Round, declarations: Sequence[Declaration]) -> dict[str, Free]:
    """Map some declarations to the seated experts who may still take them, the least loaded first."""
    seated = extra_reviews.seated_by_load(session, found.id)
    taken = not_free(session, found, declarations, seated)
    return {row.number: free_of(seated, taken[row.id]) for row in declarations}


def not_free(
    session: Session, found: Round, declarations: Sequence[Declaration], seated: Sequence[SeatedExpert]
) -> dict[int, set[int]]:
    """Map the declarations to the seats that may not take them."""
    ids = [row.id for row in declarations]
    of_expert = {one.expert_id: one.seat_id for one in seated}
    of_unit: dict[str, set[int]] = {}
    for one in seated:
        of_unit.setdefault(one.unit, set()).add(one.seat_id)
    taken: dict[int, set[int]] = {key: set() for key in ids}
    for pair in extra_reviews.pairs_among(session, ids):
        taken[pair.declaration_id].add(pair.seat_id)
        if not pair.is_withdrawn:
            taken[pair.declaration_id] |= of_unit.get(pair.unit, set())
    for conflict in extra_reviews.conflicts_among(session, found.id, ids):
        if is_barring(conflict) and conflict.expert_id in of_expert:
            taken[conflict.declaration_id].add(of_expert[conflict.expert_id])
    return taken


def free_of(seated: Sequence[SeatedExpert], taken: set[int]) -> Free:
    """Count who is left and name the least loaded."""
    n = len(seated) - len(taken & {one.seat_id for one in seated})
    able = (FreeExpert(one.pseudonym, one.load) for one in seated if one.seat_id not in taken)
    return Free(n, tuple(islice(able, MOST_OFFERED)))


def is_free(session: Session, found: Round, declaration: Declaration, pseudonym: str) -> bool:
    """Tell whether one expert may take one declaration."""
    seated = extra_reviews.seated_by_load(session, found.id)
    taken = not_free(session, found, [declaration], seated)[declaration.id]
    return any(one.pseudonym == pseudonym and one.seat_id not in taken for one in seated)
