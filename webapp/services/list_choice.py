"""A choice made on one page of a long ranking: what the page did not show stays as it was decided or proposed."""

from collections.abc import Collection, Mapping

from sqlalchemy.orm import Session

from webapp.models import Round
from webapp.queries import rankings
from webapp.services.decide_list import decisive_positions


def whole_choice(
    session: Session, found: Round, shown: Collection[int], selected: Collection[int], reasons: Mapping[int, str]
) -> tuple[set[int], dict[int, str]]:
    """Return who is selected of the whole round, with the reasons, when only some were shown (none: all were)."""
    if not shown:
        return set(selected), dict(reasons)
    before = rankings.decisions_of_round(session, found.id)
    kept, said = set[int](), dict[int, str]()
    for one in decisive_positions(session, found):
        number, decision = one.declaration.id, before.get(one.declaration.id)
        if number in shown:
            continue
        if decision.is_selected if decision else one.row.status == "selected":
            kept.add(number)
        said[number] = decision.reason if decision else ""
    return kept | set(selected), said | dict(reasons)
