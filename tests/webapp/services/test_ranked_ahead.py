"""The sums of a ranking are done before the transaction that stores them: others write meanwhile."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine

from tests.conftest import NOW, TODAY
from tests.stories.actors import acting
from webapp.database import transaction
from webapp.models import Round
from webapp.permissions import Role
from webapp.queries import rankings, rounds
from webapp.services import rank_round as storing
from webapp.services import work_out_ranking
from webapp.services.example.play_round import open_staff_accounts, play_round
from webapp.services.rank_round import rank_round
from webapp.services.work_out_ranking import Basis, WorkedOut, ready_ranking, work_out

CODE = "NM-DEMO"


@pytest.fixture
def locked(empty: Engine) -> Engine:
    """A small round whose scores are locked."""
    with transaction(empty) as session:
        open_staff_accounts(session, NOW)
        play_round(session, code=CODE, title="演示轮次", today=TODAY, now=NOW, until="locked", n_clusters=6)
    return empty


def never(_basis: Basis) -> WorkedOut:
    raise AssertionError("worked out inside the transaction")


def test_others_write_while_a_ranking_is_worked_out(locked: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def work_out_beside_a_writer(basis: Basis) -> WorkedOut:
        with transaction(locked) as session:
            rounds.round_by_code(session, CODE).title = "其间改了标题"
        return work_out(basis)

    monkeypatch.setattr(work_out_ranking, "work_out", work_out_beside_a_writer)
    ready = ready_ranking(locked, CODE)
    monkeypatch.setattr(storing, "work_out", never)
    with transaction(locked) as session:
        found = rounds.round_by_code(session, CODE)
        assert found.title == "其间改了标题"
        run = rank_round(session, actor=acting(session, Role.DEPARTMENT), found=found, now=NOW, ready=ready)
        session.flush()
        assert len(rankings.positions_of(session, [run.id])[run.id]) == ready_number(ready)


def ready_number(ready: WorkedOut | None) -> int:
    assert ready is not None
    return ready.basis.ratings.n_declarations


def test_what_was_worked_out_of_other_scores_is_not_stored(locked: Engine) -> None:
    ready = ready_ranking(locked, CODE)
    assert ready is not None
    stale = WorkedOut(replace(ready.basis, digest="0" * 64), {}, None)
    with transaction(locked) as session:
        found = rounds.round_by_code(session, CODE)
        run = rank_round(session, actor=acting(session, Role.DEPARTMENT), found=found, now=NOW, ready=stale)
        assert run.ratings_digest == ready.basis.digest


def test_nothing_is_worked_out_where_nothing_can_be_ranked(empty: Engine) -> None:
    with transaction(empty) as session:
        open_staff_accounts(session, NOW)
        found: Round
        found, _none = play_round(
            session, code=CODE, title="演示轮次", today=TODAY, now=NOW, until="scoring", n_clusters=4
        )
        assert found.locked_at is None
    assert ready_ranking(empty, CODE) is None
    assert ready_ranking(empty, "没有这一轮") is None
