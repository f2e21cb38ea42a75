"""What goes wrong at a customer's, said in words that tell what to do, with nothing half-done."""

import socket
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from tests.browser.round_files import filled_table
from tests.conftest import NOW, Backend
from tests.stories.actors import acting, signed_in
from webapp.cli.output_folder import write_files
from webapp.cli.port import check_port
from webapp.database import build_engine, reading, transaction
from webapp.errors import ProblemsFound, Refusal, Unusable
from webapp.models import AssignmentPlan, Declaration, Notice
from webapp.permissions import Role
from webapp.queries import panels, rounds
from webapp.services.propose_plan import propose_plan
from webapp.settings import read_settings


def test_taken_port_names_itself_and_a_free_way_out() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Refusal, match=rf"127\.0\.0\.1:{port}.*ZEYOU_PORT={port + 1}"):
            check_port("127.0.0.1", port)


def fill_up(engine: Engine, pages: int) -> None:
    """Write more than the disk, held at its present number of pages, can take."""
    with transaction(engine) as session:
        session.connection().exec_driver_sql(f"PRAGMA max_page_count={pages}")
        account = acting(session, Role.DEPARTMENT).account_id or 0
        session.add_all([Notice(account_id=account, text="长" * 4000, at=NOW) for _ in range(50)])


def test_full_disk_is_said_and_nothing_is_half_saved(sqlite_backend: Backend) -> None:
    engine = sqlite_backend.copy("staff")
    with engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    with pytest.raises(Refusal, match="磁盘已满"):
        fill_up(engine, pages)
    with reading(engine) as session:
        assert session.scalars(select(Notice)).all() == []


def test_unwritable_folder_leaves_no_half_written_file(tmp_path: Path) -> None:
    blocker = tmp_path / "out"
    blocker.write_text("a file where a folder should be")
    with pytest.raises(Refusal, match="没有留下半成品"):
        write_files(blocker, {"a.xlsx": b"1"})
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_wrong_setting_is_named_with_its_range() -> None:
    with pytest.raises(Unusable, match=r"ZEYOU_PORT 应为 1 到 65535 的整数，现为“八千”"):
        read_settings({"ZEYOU_PORT": "八千", "ZEYOU_SECRET": "x"})


def test_too_few_experts_are_diagnosed_in_words(scoring: Engine) -> None:
    with transaction(scoring) as session:
        found = rounds.round_by_code(session, "NM-DEMO")
        found.state = "declaring"
        found.settings = {**found.settings, "max_load": 3}
        n_plans = len(session.scalars(select(AssignmentPlan)).all())
        with pytest.raises(ProblemsFound) as caught:
            propose_plan(session, actor=acting(session, Role.ORGANISER), found=found, now=NOW)
        assert len(session.scalars(select(AssignmentPlan)).all()) == n_plans
        n_seats = len(panels.seated_of_round(session, found.id))
    # 16 declarations × 5 experts need 80 reviews; ten experts with at most 3 each give 30: 50 too few.
    assert n_seats == 10
    assert any("50" in problem.message for problem in caught.value.problems)


def test_wrong_file_is_refused_with_its_reason(scoring: Engine, tmp_path: Path) -> None:
    client = signed_in(scoring, Role.ORGANISER, tmp_path)
    data = {"table": (BytesIO(b"not a workbook"), "专家.xlsx")}
    answer = client.post("/experts/import", data=data, headers={"Accept": "application/json"})
    assert answer.status_code == 422
    assert "xlsx" in answer.get_json()["error"] or "文件" in answer.get_json()["error"]


def test_wrong_cell_is_named_and_no_row_is_stored(scoring: Engine, tmp_path: Path) -> None:
    with transaction(scoring) as session:
        found = rounds.round_by_code(session, "NM-DEMO")
        found.state, n_before = "declaring", len(session.scalars(select(Declaration)).all())
    client = signed_in(scoring, Role.DEPARTMENT, tmp_path)
    data = {"table": (BytesIO(filled_table(range(3), spoil=True)), "汇总.xlsx")}
    answer = client.post("/declaring/NM-DEMO/import-table", data=data, headers={"Accept": "application/json"})
    assert answer.status_code == 422
    assert len(answer.get_json()["problems"]) == 1
    with reading(scoring) as session:
        assert len(session.scalars(select(Declaration)).all()) == n_before


def test_engine_for_sqlite_syncs_every_commit(tmp_path: Path) -> None:
    engine = build_engine(f"sqlite:///{tmp_path / 'a.sqlite3'}")
    with engine.connect() as connection:
        synchronous = connection.exec_driver_sql("PRAGMA synchronous").scalar_one()
        journal = connection.exec_driver_sql("PRAGMA journal_mode").scalar_one()
    assert (synchronous, journal) == (2, "wal")
