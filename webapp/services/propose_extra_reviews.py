"""Where one more review can still change the list, what it is worth, and who may give it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy.orm import Session

import scoring
from webapp.models import Declaration, Round
from webapp.permissions import Action, Actor, Facts, require
from webapp.queries import panels
from webapp.services.conflict_standing import barred_pairs
from webapp.services.derived_numbers import ranking_seed
from webapp.services.ratings_of_round import submitted_ratings
from webapp.services.record_act import record_act
from webapp.services.round_settings import RoundSettings

MOST = 10
LITTLE = Decimal("0.01")
MICRO = 1_000_000


@dataclass(frozen=True)
class FreeExpert:
    """One expert who may take a declaration: no conflict, no colleague on it, not asked yet."""

    pseudonym: str
    load: int


@dataclass(frozen=True)
class Place:
    """One declaration that another review helps; `gain` in points per place of the list."""

    declaration: Declaration
    gain: Decimal
    is_worth_it: bool
    free: tuple[FreeExpert, ...]


@dataclass(frozen=True)
class Proposal:
    """The places in order of what one more review is worth, and after how many to stop."""

    places: tuple[Place, ...]
    notes: tuple[Mapping[str, Any], ...]


def propose_extra_reviews(session: Session, *, actor: Actor, found: Round, now: datetime) -> Proposal:
    """Ask the engine; the experts it names are replaced by those whom conflicts and units allow."""
    import pandas as pd

    require(actor, Action.SEE_DIVERGENCE, Facts(round_state=found.state))
    ratings = submitted_ratings(session, found)
    record_act(session, actor=actor, action="read open places", facts={}, now=now, round_id=found.id)
    frame = pd.DataFrame(
        {
            "declaration": ratings.declarations[ratings.i],
            "expert": ratings.experts[ratings.j],
            "score": ratings.totals.points,
        }
    )
    places = RoundSettings.from_json(found.settings).places
    if places >= ratings.n_declarations:
        return Proposal((), ())
    placed = scoring.next_reviews(frame, K=places, n=MOST, seed=ranking_seed(found.fingerprint or "0"))
    free = free_experts(session, found)
    rows = {row.number: row for row in panels.admitted_declarations(session, found.id)}
    gains: dict[str, float] = {}
    for row in placed.to_dict("records"):
        gains.setdefault(row["declaration"], row["gain"])
    found_places = (place_of(rows[number], gain, free.get(number, ())) for number, gain in gains.items())
    notes = ({"template": one.message_template, "values": dict(one.message_values)} for one in placed.attrs["notes"])
    return Proposal(tuple(found_places), tuple(notes))


def place_of(declaration: Declaration, gain: float, free: tuple[FreeExpert, ...]) -> Place:
    """Write out one place."""
    exact = Decimal(str(round(gain, 6)))
    return Place(declaration, exact.quantize(Decimal("0.0001"), ROUND_HALF_UP), exact >= LITTLE, free)


def free_experts(session: Session, found: Round) -> dict[str, tuple[FreeExpert, ...]]:
    """Map each declaration to the seated experts who may still take it, the least loaded first."""
    seated = panels.seated_of_round(session, found.id)
    declarations = panels.admitted_declarations(session, found.id)
    barred = barred_pairs(panels.conflicts_of_round(session, found.id))
    assigned = panels.assignments_of_round(session, found.id)
    known = {(one.declaration_id, seat.id) for one, seat in assigned}
    load: dict[int, int] = {}
    units: dict[int, set[str]] = {}
    unit_of = {seat.id: expert.unit for seat, expert in panels.seats_of_round(session, found.id)}
    for one, seat in assigned:
        if not one.is_withdrawn:
            load[seat.id] = load.get(seat.id, 0) + 1
            units.setdefault(one.declaration_id, set()).add(unit_of[seat.id])
    free = {}
    for row in declarations:
        able = [
            FreeExpert(seat.pseudonym, load.get(seat.id, 0))
            for seat, expert in seated
            if (row.id, seat.id) not in known
            and (row.id, expert.id) not in barred
            and expert.unit not in units.get(row.id, set())
        ]
        free[row.number] = tuple(sorted(able, key=lambda one: (one.load, one.pseudonym)))
    return free
