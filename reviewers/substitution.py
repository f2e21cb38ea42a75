"""Who steps in when a drawn expert withdraws: the first reserve with whom the panel still keeps its composition."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from reviewers.draw_groups import Candidate, Limit, Stratum, limit_group, seat_counts, strata_of
from reviewers.draw_record import DrawRecord
from reviewers.seats import SeatFlow


def next_reserve(
    record: DrawRecord,
    candidates: Sequence[Candidate],
    *,
    withdrawn: Collection[str],
    strata: Sequence[Stratum] = (),
    limit: Limit | None = None,
) -> tuple[str, ...]:
    """
    The reserves who step in for those who withdrew, in the order of their tickets.

    Parameters
    ----------
    record : DrawRecord
        The draw.
    candidates : sequence of Candidate
        Those of the draw, with their labels.
    withdrawn : collection of str
        Everyone of the panel or the reserves who can no longer sit.
    strata, limit
        Those of the draw; the composition they ask for is kept.

    Returns
    -------
    tuple of str
        As many as have to be replaced, fewer when no further reserve would do.

    Notes
    -----
    The rest of the panel keeps its seats: nobody else is drawn anew. Cost: one small flow for each reserve asked.

    Examples
    --------
    >>> from reviewers.draw import draw_panel
    >>> pool = [Candidate(f"e{n}") for n in range(5)]
    >>> record = draw_panel(pool, places=2, reserves=2, seed=bytes(16))
    >>> record.chosen, record.reserves, next_reserve(record, pool, withdrawn={"e3"})
    (('e3', 'e4'), ('e0', 'e2'), ('e0',))
    """
    by_id = {candidate.id: candidate for candidate in candidates}
    panel = [by_id[who] for who in record.chosen if who not in withdrawn]
    seats = seat_counts(strata, {stratum.name: stratum.places for stratum in strata}, len(record.chosen))
    joined: list[str] = []
    for who in record.reserves:
        if len(panel) == len(record.chosen):
            break
        if who not in withdrawn and _all_sit([*panel, by_id[who]], strata, seats, limit):
            panel.append(by_id[who])
            joined.append(who)
    return tuple(joined)


def _all_sit(panel: Sequence[Candidate], strata: Sequence[Stratum], seats: dict[str, int], limit: Limit | None) -> bool:
    eligible = {who.id: strata_of(who, strata, seats) for who in panel}
    group = {who.id: label for who in panel if (label := limit_group(who, limit))}
    return SeatFlow(seats, eligible, group, at_most=1 if limit is None else limit.at_most).fill() == len(panel)
