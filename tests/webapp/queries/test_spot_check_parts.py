"""The lists of spot checks by parts: one after another they give the whole, whatever was picked before."""

import pytest
from sqlalchemy import Engine, delete
from sqlalchemy.orm import Session

from tests.conftest import NOW
from tests.stories.actors import account_of
from webapp.database import transaction
from webapp.models import Declaration, Round, SpotCandidate, SpotCheck
from webapp.permissions import Role
from webapp.queries import declarations, panel_figures, rounds
from webapp.services.decide_list import decisive_run


def propose(session: Session, n: int) -> tuple[Round, int, list[Declaration]]:
    """Propose the first n that were admitted; return the round, its ranking and all that were admitted."""
    found = rounds.round_by_code(session, "NM-DEMO")
    run = decisive_run(session, found).id
    admitted = [one for one in declarations.declarations_of_round(session, found.id) if one.state == "admitted"]
    session.execute(delete(SpotCandidate))
    session.add_all(
        SpotCandidate(run_id=run, place=place, declaration_id=one.id, rank=1, reasons=[])
        for place, one in enumerate(admitted[:n])
    )
    session.flush()
    return found, run, admitted


def pick(session: Session, found: Round, picked: list[Declaration]) -> None:
    """Pick some for a visit."""
    who = account_of(session, Role.DEPARTMENT).id
    known = {"round_id": found.id, "reasons": [], "picked_at": NOW, "account_id": who}
    session.add_all(SpotCheck(declaration_id=one.id, **known) for one in picked)
    session.flush()


@pytest.mark.parametrize("places", [set(), {0}, {0, 1, 3}, {2, 4}, {14, 15}])
def test_parts_of_the_proposals_follow_one_another_without_those_picked(
    published: Engine, places: set[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(panel_figures, "ROWS", 2)
    with transaction(published) as session:
        found, run, admitted = propose(session, 16)
        pick(session, found, [admitted[place] for place in places])
        wanted = [one.id for place, one in enumerate(admitted) if place not in places]
        parts = [panel_figures.candidates_from(session, run, start) for start in range(0, len(wanted), 2)]
        assert [one.declaration.id for part in parts for one in part] == wanted
        assert {len(part) for part in parts[:-1]} == {2}


def test_parts_of_the_others_follow_one_another_from_either_end(
    published: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(panel_figures, "ROWS", 3)
    with transaction(published) as session:
        found, run, admitted = propose(session, 4)
        pick(session, found, [admitted[1], admitted[7]])
        wanted = [one.number for place, one in enumerate(admitted) if place > 3 and place != 7]
        assert len(wanted) > 9
        starts = range(0, len(wanted), 3)
        parts = [panel_figures.unproposed_from(session, found.id, run, at, len(wanted)) for at in starts]
        assert [one.number for part in parts for one in part] == wanted
