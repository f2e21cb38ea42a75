"""The draw: a seeded, replayable choice of a panel with groups and reserves, recorded in full."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from reviewers.draw_groups import (
    OPEN_STRATUM,
    Candidate,
    Limit,
    Stratum,
    UnusableDrawError,
    limit_group,
    seat_counts,
    strata_of,
)
from reviewers.draw_record import (
    LATER_TICKET,
    LIMIT_REACHED,
    NO_GROUP,
    SEATS_TAKEN,
    DrawEntry,
    DrawRecord,
    DrawShortage,
    Outcome,
)
from reviewers.seats import Deficit, SeatFlow
from reviewers.tickets import pool_fingerprint, ticket

__all__ = [
    "OPEN_STRATUM",
    "Candidate",
    "DrawShortageError",
    "Limit",
    "Stratum",
    "UnusableDrawError",
    "draw_panel",
]


class DrawShortageError(ValueError):
    """The panel cannot be filled; `shortage` says which groups lack whom."""

    def __init__(self, shortage: DrawShortage) -> None:
        super().__init__(shortage.reason)
        self.shortage = shortage


def draw_panel(
    candidates: Sequence[Candidate],
    *,
    places: int,
    reserves: int,
    seed: bytes,
    strata: Sequence[Stratum] = (),
    excluded: Mapping[str, Sequence[str]] = MappingProxyType({}),
    limit: Limit | None = None,
) -> DrawRecord:
    """
    Draw a panel and its reserves.

    Every candidate gets a ticket (`reviewers.tickets.ticket`). Without groups and limit the panel is simply the lowest
    tickets. With them it is, of all panels that fill every seat, the one that contains the lowest ticket any such
    panel can contain, then the next lowest, and so on; a candidate with a low ticket is passed over only when no
    full panel could hold it beside those already kept. Reserves are drawn in the same way from those left.

    Parameters
    ----------
    candidates : sequence of Candidate
        In any order; the order does not matter.
    places, reserves : int
        Seats of the panel and of the reserve, those of the groups included; the rest is open to all.
    seed : bytes
        At least 16 bytes, best from `reviewers.seed.joint_seed`.
    strata : sequence of Stratum
        Groups with their own seats; a candidate may fit several and takes one seat.
    excluded : mapping of str to sequence of str
        Candidate → Chinese reasons (conflicts, not available); listed in the record, never drawn.
    limit : Limit or None
        At most so many of one unit in the panel (reserves are checked when they step in).

    Returns
    -------
    DrawRecord
        Every candidate, by ticket.

    Raises
    ------
    UnusableDrawError
        An id twice, an unknown excluded id, a negative number, or more grouped seats than places.
    DrawShortageError
        The panel cannot be filled. Missing reserves do not raise: see ``reserve_shortages``.

    Notes
    -----
    Cost: one hash per candidate and a breadth-first search per candidate passed over; 1,000 candidates and 30
    seats take well under a second. The same call gives the same record on every machine.

    Examples
    --------
    >>> pool = [Candidate(f"e{n}") for n in range(5)]
    >>> draw_panel(pool, places=2, reserves=1, seed=bytes(16)).chosen
    ('e3', 'e4')
    """
    _check(candidates, excluded, strata, places, reserves)
    tickets = {candidate.id: ticket(seed, candidate.id) for candidate in candidates}
    by_ticket = sorted(candidates, key=lambda candidate: tickets[candidate.id])
    pool = [candidate for candidate in by_ticket if candidate.id not in excluded]
    panel_seats = seat_counts(strata, {stratum.name: stratum.places for stratum in strata}, places)
    chosen, shortage = _fill(pool, strata, panel_seats, limit)
    if shortage is not None:
        raise DrawShortageError(shortage)
    rest = [candidate for candidate in pool if candidate.id not in chosen]
    reserve_seats = seat_counts(strata, {stratum.name: stratum.reserves for stratum in strata}, reserves)
    waiting, reserve_shortage = _fill(rest, strata, reserve_seats, None)
    passed = _passed(by_ticket, strata, panel_seats, limit, chosen)
    entries = [_entry(who.id, tickets[who.id], chosen, waiting, excluded, passed) for who in by_ticket]
    shortages = () if reserve_shortage is None else (reserve_shortage,)
    return DrawRecord(seed.hex(), pool_fingerprint(tickets), tuple(entries), shortages)


def _fill(
    pool: Sequence[Candidate], strata: Sequence[Stratum], seats: Mapping[str, int], limit: Limit | None
) -> tuple[dict[str, str], DrawShortage | None]:
    eligible = {candidate.id: strata_of(candidate, strata, seats) for candidate in pool}
    group = {who.id: label for who in pool if (label := limit_group(who, limit))}
    flow = SeatFlow(seats, eligible, group, at_most=1 if limit is None else limit.at_most)
    flow.fill()
    deficit = flow.deficit()
    return flow.settle(), None if deficit is None else _shortage(deficit)


def _shortage(deficit: Deficit) -> DrawShortage:
    return DrawShortage(deficit.strata, deficit.seats, deficit.fillable, deficit.eligible, deficit.capped)


def _passed(
    by_ticket: Sequence[Candidate],
    strata: Sequence[Stratum],
    seats: Mapping[str, int],
    limit: Limit | None,
    chosen: Mapping[str, str],
) -> dict[str, str]:
    """Why each candidate would have been passed over, were it not drawn or excluded."""
    groups = {who.id: limit_group(who, limit) for who in by_ticket}
    seated = Counter(groups[who] for who in chosen)
    last = max((n for n, who in enumerate(by_ticket) if who.id in chosen), default=-1)
    reasons: dict[str, str] = {}
    for n, who in enumerate(by_ticket):
        if not strata_of(who, strata, seats):
            reasons[who.id] = NO_GROUP
        elif n > last:
            reasons[who.id] = LATER_TICKET
        else:
            is_full = limit is not None and groups[who.id] and seated[groups[who.id]] >= limit.at_most
            reasons[who.id] = LIMIT_REACHED if is_full else SEATS_TAKEN
    return reasons


def _entry(
    who: str,
    number: str,
    chosen: Mapping[str, str],
    waiting: Mapping[str, str],
    excluded: Mapping[str, Sequence[str]],
    passed: Mapping[str, str],
) -> DrawEntry:
    outcomes: tuple[tuple[Outcome, Mapping[str, str]], ...] = (("chosen", chosen), ("reserve", waiting))
    for outcome, seated in outcomes:
        if who in seated:
            return DrawEntry(who, number, outcome, seated[who], list(seated).index(who) + 1, ())
    if who in excluded:
        return DrawEntry(who, number, "excluded", "", None, tuple(excluded[who]))
    return DrawEntry(who, number, "passed", "", None, (passed[who],))


def _check(
    candidates: Sequence[Candidate],
    excluded: Mapping[str, Sequence[str]],
    strata: Sequence[Stratum],
    places: int,
    reserves: int,
) -> None:
    known = {candidate.id for candidate in candidates}
    if len(known) < len(candidates):
        raise UnusableDrawError("a candidate is listed twice")
    if not set(excluded) <= known:
        raise UnusableDrawError(f"excluded but not a candidate: {sorted(set(excluded) - known)}")
    names = [stratum.name for stratum in strata]
    if len(set(names)) < len(names) or OPEN_STRATUM in names:
        raise UnusableDrawError("two groups share a name, or one takes the name of the open group")
    if min([places, reserves, *(min(stratum.places, stratum.reserves) for stratum in strata)]) < 0:
        raise UnusableDrawError("a number of seats is negative")
