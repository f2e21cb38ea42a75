"""A table for analysts is sent while it is read: its act is written first, and nobody waits until it has arrived."""

from pathlib import Path

import pytest

from tests.conftest import NOW, Backend
from tests.stories.actors import acting
from tests.webapp.api.programs import program
from webapp.database import reading, transaction
from webapp.models import Declaration
from webapp.permissions import Role
from webapp.queries import dumps, ledgers
from webapp.services.record_act import record_act


def test_table_is_sent_piece_by_piece_beside_a_write(
    backend: Backend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dumps, "DECLARATIONS_AT_ONCE", 1)
    monkeypatch.setattr("webapp.exports.dump_files.PIECE", 200)
    engine = backend.copy("publicity")
    caller = program(engine, Role.DEPARTMENT, tmp_path)
    answer = caller.client.get(
        "/api/v1/rounds/NM-DEMO/dumps/scores.csv", headers={"Authorization": f"Bearer {caller.token}"}, buffered=False
    )
    assert "Content-Length" not in answer.headers
    pieces = answer.iter_encoded()
    start = next(pieces) + next(pieces)
    with reading(engine) as session:
        assert ledgers.newest_of_action(session, "take dump") is not None
        n_scores = len(list(dumps.scores_of_dump(session, 1)))
    with transaction(engine) as session:
        session.query(Declaration).update({"city": "改了"})
        who = acting(session, Role.DEPARTMENT)
        record_act(session, actor=who, action="sign in", facts={}, now=NOW)
    lines = (start + b"".join(pieces)).decode("utf-8-sig").splitlines()
    assert lines[0] == "declaration,expert,criterion,hundredths,not_applicable"
    assert len(lines) == 1 + n_scores
    assert lines[1:] == sorted(lines[1:], key=lambda line: line.split(",")[0].encode())
