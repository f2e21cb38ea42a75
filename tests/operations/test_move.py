"""An installation moves from SQLite to PostgreSQL with equal rows, ledger and ranking, and cannot be used twice."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.conftest import NOW, Backend
from tests.stories.actors import acting
from webapp.database import build_engine, reading, transaction
from webapp.errors import Refusal, Unusable
from webapp.models import RankingRun
from webapp.permissions import Role
from webapp.queries import rankings, rounds
from webapp.services.create_account import create_account
from webapp.services.move_installation import move_installation
from webapp.services.rank_round import rank_round
from webapp.services.table_digests import differing, snapshot, table_digests
from webapp.services.verify_ledger import verify_ledger
from webapp.settings import read_settings


def test_move_carries_every_table_and_numbers_go_on(
    sqlite_backend: Backend, postgres_backend: Backend, tmp_path: Path
) -> None:
    source, target = sqlite_backend.copy("publicity"), postgres_backend.copy("empty")
    moved = move_installation(source, target, tmp_path, now=NOW)
    with snapshot(source) as before, snapshot(target) as after:
        assert differing(table_digests(before), table_digests(after)) == []
    assert moved.n_entries == moved.tables["ledger_entry"].rows
    with transaction(target) as session:
        opened = create_account(session, login="new", display_name="新账号", role=Role.DEPARTMENT, now=NOW)
    assert opened.account_id == moved.tables["account"].rows + 1
    source.dispose()


def forget_scores_ranked(session: Session) -> None:
    """Let the stored rankings look like those of other scores, so that the same ones are ranked again."""
    for run in session.scalars(select(RankingRun)):
        run.ratings_digest = "0" * 64


def test_ranking_computed_after_the_move_is_equal_bit_for_bit(
    sqlite_backend: Backend, postgres_backend: Backend, tmp_path: Path
) -> None:
    source, target = sqlite_backend.copy("publicity"), postgres_backend.copy("empty")
    move_installation(source, target, tmp_path, now=NOW)
    computed = []
    for engine in (source, target):
        with transaction(engine) as session:
            found = rounds.round_by_code(session, "NM-DEMO")
            found.state = "locked"
            forget_scores_ranked(session)
            run = rank_round(session, actor=acting(session, Role.DEPARTMENT), found=found, now=NOW)
        with reading(engine) as session:
            rows = rankings.positions_of(session, [run.id])[run.id]
            computed.append([(one.declaration.number, one.row.estimate, one.row.sd, one.row.rank) for one in rows])
    assert computed[0] == computed[1]
    source.dispose()


def test_second_move_is_refused_and_the_source_is_marked(
    sqlite_backend: Backend, postgres_backend: Backend, tmp_path: Path
) -> None:
    source, target = sqlite_backend.copy("publicity"), postgres_backend.copy("empty")
    move_installation(source, target, tmp_path, now=NOW)
    with pytest.raises(Refusal) as refused:
        move_installation(source, target, tmp_path, now=NOW)
    assert refused.value.code == "target-not-empty"
    with pytest.raises(Unusable) as unusable:
        read_settings({"ZEYOU_DATA": str(tmp_path)})
    assert unusable.value.code == "moved-away"
    source.dispose()


def test_row_that_a_hand_left_without_its_parent_is_named_and_nothing_arrives(
    sqlite_backend: Backend, postgres_backend: Backend, tmp_path: Path
) -> None:
    source, target = sqlite_backend.copy("publicity"), postgres_backend.copy("empty")
    hand = sqlite3.connect(str(source.url.database))  # does not look at references unless it is told to
    hand.execute("INSERT INTO ranking_study (run_id, content) VALUES (999, '{}')")
    hand.commit()
    hand.close()
    with pytest.raises(Refusal, match=r"表 ranking_study .*（fk_ranking_study_run_id）.*zeyou ledger verify"):
        move_installation(source, target, tmp_path, now=NOW)
    with reading(target) as session:
        assert session.scalar(select(RankingRun.id)) is None
    assert verify_ledger(source).problems != ()
    source.dispose()


def test_table_of_somebody_else_is_named_and_nothing_arrives(
    sqlite_backend: Backend, postgres_backend: Backend, tmp_path: Path
) -> None:
    source, target = sqlite_backend.copy("declaring"), postgres_backend.copy("empty")
    hand = sqlite3.connect(str(source.url.database))
    hand.execute("CREATE TABLE own_notes (id INTEGER PRIMARY KEY)")
    hand.close()
    with pytest.raises(Refusal, match="own_notes"):
        move_installation(source, target, tmp_path, now=NOW)
    with reading(target) as session:
        assert rounds.codes_by_id(session) == {}
    source.dispose()


def test_target_that_does_not_answer_is_said_in_words(sqlite_backend: Backend, tmp_path: Path) -> None:
    source, target = sqlite_backend.copy("empty"), build_engine(f"postgresql://nobody@/none?host={tmp_path}")
    with pytest.raises(Refusal, match="数据库暂时不可用"):
        move_installation(source, target, tmp_path, now=NOW)
    source.dispose()
