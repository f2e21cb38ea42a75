"""Who moves up when a name leaves the list: the next in rank that the announced rule allows."""

from collections.abc import Collection, Sequence

from scoring.quotas import Quota
from webapp.queries.rankings import Position
from webapp.services.declaration_groups import groups_of
from webapp.services.list_rule import quotas_of
from webapp.services.round_settings import RoundSettings

BELOW = "below_pass_line"


def next_in_rank(
    positions: Sequence[Position], settings: RoundSettings, *, listed: Collection[int], gone: Collection[int]
) -> list[Position]:
    """Return the next allowed by rank, several where they are tied; empty where nobody is left.

    ``listed`` are on the list now, ``gone`` were. A group short of its floor goes first; a full one is passed over.
    """
    groups = groups_of(one.declaration for one in positions)
    quotas = quotas_of(settings, groups)
    on_list = [one.declaration.number for one in positions if one.declaration.id in listed]
    waiting = [
        one
        for one in positions
        if one.declaration.id not in listed and one.declaration.id not in gone and one.row.reason != BELOW
    ]

    def n_in(quota: Quota) -> int:
        return sum(groups[quota.partition].get(name) == quota.group for name in on_list)

    full = {(q.partition, q.group) for q in quotas if q.kind == "cap" and n_in(q) >= q.places}
    short = {(q.partition, q.group) for q in quotas if q.kind == "floor" and n_in(q) < q.places}

    def places_of(one: Position) -> set[tuple[str, str]]:
        return {(partition, of[one.declaration.number]) for partition, of in groups.items()}

    allowed = [one for one in waiting if not places_of(one) & full]
    first = [one for one in allowed if places_of(one) & short] or allowed
    return [one for one in first if one.row.position == first[0].row.position]
