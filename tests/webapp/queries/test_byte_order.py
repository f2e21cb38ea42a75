"""What is hashed or ranked comes in the order of its bytes, on a PostgreSQL of any locale."""

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from tests.conftest import Backend
from webapp.database import reading
from webapp.queries import dumps, lists, panels, rankings, reconsiderations


@pytest.mark.parametrize(
    "asked",
    [
        lambda session: list(panels.score_portions(session, 1)),
        lambda session: panels.submitted_scores(session, 1),
        lambda session: list(rankings.figures_of(session, 1)),
        lambda session: lists.entries_of_round(session, 1),
        lambda session: reconsiderations.asked_in_round(session, 1),
        lambda session: list(dumps.scores_of_dump(session, 1)),
    ],
    ids=["columns", "scores", "figures", "list", "reconsiderations", "dump"],
)
def test_hashed_rows_are_ordered_by_bytes(backend: Backend, asked: "type[Session]") -> None:
    told: list[str] = []
    engine = backend.copy("publicity")
    with reading(engine) as session:
        event.listen(engine, "before_cursor_execute", lambda *given: told.append(given[2]))
        asked(session)
    orders = [one.partition("ORDER BY")[2] for one in told if "ORDER BY" in one]
    wanted = 'number COLLATE "C"' if backend.name == "postgresql" else "number"
    assert orders != []
    assert [order for order in orders if wanted not in order] == []
