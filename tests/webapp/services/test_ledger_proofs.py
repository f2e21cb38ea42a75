"""What proves the ledger beside the chain: noted heads, signed heads, resealing with a reason, receipts."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from tests.conftest import fill
from webapp.database import build_engine, reading, transaction
from webapp.errors import Refusal
from webapp.models import Account
from webapp.models.keyed_codes import code_by_library, keyed_code
from webapp.permissions import Actor, Role
from webapp.queries import rounds
from webapp.services.build_bundle import build_bundle
from webapp.services.check_checkpoint import check_checkpoint
from webapp.services.merkle import path_of, root_by_path, root_of
from webapp.services.record_act import record_act
from webapp.services.reseal_ledger import reseal_ledger
from webapp.services.sign_checkpoint import checkpoint_part, sign_checkpoint
from webapp.services.upgrade_schema import upgrade_schema
from webapp.services.upgrade_sealed import faults_before, upgrade_sealed
from webapp.services.verify_bundle import verify_bundle
from webapp.services.verify_ledger import verify_ledger
from webapp.settings import Settings

NOW = datetime(2026, 3, 24, 2, 0, tzinfo=UTC)
WHO = Actor(Role.SYSTEM_ADMINISTRATOR, 1)


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Engine]:
    """An installation of its own with a key and five accounts, each opened by an act."""
    engine = opened(tmp_path)
    upgrade_schema(engine)
    for place in range(5):
        open_account(engine, f"person{place}")
    yield engine
    engine.dispose()


def opened(folder: Path, key: str = "a key outside the database", algorithm: str = "sha256") -> Engine:
    """Open the installation with a key."""
    url = f"sqlite:///{folder / 'a.sqlite3'}"
    return build_engine(url, Settings(folder, url, "", ledger_key=key, ledger_algorithm=algorithm))


def open_account(engine: Engine, login: str) -> None:
    """Write one row with its act."""
    with transaction(engine) as session:
        session.add(Account(login=login, display_name=login, role="expert", password_hash="-", created_at=NOW))
        record_act(session, actor=WHO, action="open account", facts={"login": login}, now=NOW)


def codes(engine: Engine) -> list[str]:
    """Return what the verification finds."""
    return [one.code for one in verify_ledger(engine).problems]


def heads_file(tmp_path: Path) -> Path:
    """Return where heads are noted."""
    return tmp_path / "ledger-heads.log"


def behind(engine: Engine, *statements: str) -> None:
    """Change the file without the system, guards taken off and put back."""
    with engine.execution_options(writes=True).begin() as connection:
        triggers = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all()
        for trigger in triggers:
            connection.exec_driver_sql(f"DROP TRIGGER {trigger.name}")
        for statement in (*statements, *(trigger.sql for trigger in triggers)):
            connection.exec_driver_sql(statement)


OLD_ROUND = """INSERT INTO round (id, code, title, pack_id, state, is_demonstration, settings, created_at, version)
VALUES (1, 'OLD', '旧轮次', 'nm-2023', 'draft', 0, '{}', '2026-01-01 00:00:00.000000', 1)"""
CUT = (
    "DELETE FROM seal WHERE number > 3",
    "DELETE FROM ledger_entry WHERE sequence > 3",
    "DELETE FROM account WHERE id > 3",
)


def test_each_commit_notes_one_head_outside(kept: Engine, tmp_path: Path) -> None:
    assert [line.split()[:2] for line in heads_file(tmp_path).read_text().splitlines()] == [
        ["head", str(number)] for number in range(1, 6)
    ]
    assert heads_file(tmp_path).stat().st_mode & 0o077 == 0


def test_tail_cut_off_consistently_is_found_outside(kept: Engine) -> None:
    behind(kept, *CUT)
    found = [(one.code, one.values["key"]) for one in verify_ledger(kept).problems]
    assert found == [("tail-removed", "4"), ("tail-removed", "5")]


def test_tail_written_anew_after_the_cut_is_found(kept: Engine) -> None:
    behind(kept, *CUT)
    open_account(kept, "someone else")
    assert codes(kept) == ["head-differs", "tail-removed"]


def test_crash_between_commit_and_note_is_no_alarm(kept: Engine, tmp_path: Path) -> None:
    lines = heads_file(tmp_path).read_text().splitlines(keepends=True)
    heads_file(tmp_path).write_text("".join(lines[:4]) + lines[4][:20])
    report = verify_ledger(kept)
    assert (report.problems, [one.code for one in report.notes]) == ((), ["tail-unanchored"])


def test_whole_database_of_another_key_is_refused(kept: Engine, tmp_path: Path) -> None:
    report = verify_ledger(opened(tmp_path, key="a guess"))
    assert [one.code for one in report.problems] == ["seal-altered"] * 5 + ["heads-altered"] * 5


def test_write_without_an_act_is_told(kept: Engine) -> None:
    with transaction(kept) as session:
        account = session.get(Account, 1)
        assert account is not None
        account.display_name = "别名"
    report = verify_ledger(kept)
    assert (report.problems, [one.code for one in report.notes]) == ((), ["without-act"])


def test_restored_backup_is_resealed_with_its_reason(kept: Engine) -> None:
    behind(kept, *CUT, "UPDATE account SET display_name = '修复' WHERE id = 2")
    with transaction(kept) as session:
        assert reseal_ledger(session, actor=WHO, reason="恢复昨夜备份，王处批准", now=NOW) == 1
    report = verify_ledger(kept)
    assert (report.problems, [one.code for one in report.notes]) == ((), ["resealed"])
    assert "恢复昨夜备份，王处批准" in report.notes[0].message


def test_resealing_without_a_reason_is_refused(kept: Engine) -> None:
    with transaction(kept) as session, pytest.raises(Refusal, match="原因"):
        reseal_ledger(session, actor=WHO, reason=" ", now=NOW)


def test_kept_checkpoint_finds_a_ledger_replaced_whole(kept: Engine, tmp_path: Path) -> None:
    with transaction(kept) as session:
        head = checkpoint_part(made) if (made := sign_checkpoint(session, NOW)) else {}
    with reading(kept) as session:
        assert list(check_checkpoint(session, head)) == []
    other = tmp_path / "other"
    other.mkdir()
    replaced = opened(other)
    upgrade_schema(replaced)
    for place in range(7):
        open_account(replaced, f"invented{place}")
    assert verify_ledger(replaced).problems == ()
    assert [one.code for one in verify_ledger(replaced, head).problems] == ["head-differs"]


def test_changed_checkpoint_file_is_refused(kept: Engine) -> None:
    with transaction(kept) as session:
        head = checkpoint_part(made) if (made := sign_checkpoint(session, NOW)) else {}
    assert [one.code for one in verify_ledger(kept, head | {"sequence": 4}).problems] == ["signature-wrong"]


def test_chain_may_change_its_hash_on_the_way(kept: Engine, tmp_path: Path) -> None:
    national = opened(tmp_path, algorithm="sm3")
    open_account(national, "sealed with sm3")
    open_account(kept, "sealed with sha256")
    assert codes(kept) == []
    with kept.connect() as connection:
        assert connection.execute(text("SELECT algorithm FROM seal WHERE number > 4")).scalars().all() == [
            "sha256", "sm3", "sha256",
        ]  # fmt: skip


@pytest.mark.slow
def test_whole_round_sealed_with_sm3_verifies_with_its_bundle(tmp_path: Path) -> None:
    engine = opened(tmp_path, algorithm="sm3")
    fill(engine, "publicity")
    assert codes(engine) == []
    with engine.connect() as connection:
        assert set(connection.execute(text("SELECT algorithm FROM seal")).scalars()) == {"sm3"}
    with reading(engine) as session:
        data = build_bundle(session, found=rounds.round_by_code(session, "NM-DEMO"))
    assert [line.fault for line in verify_bundle(data) if not line.holds] == []
    behind(engine, "UPDATE score SET hundredths = 1 WHERE rowid = 5")
    assert codes(engine) == ["row-altered"]
    engine.dispose()


def test_both_makers_of_sm3_codes_agree() -> None:
    # GB/T 32905-2016 gives SM3("abc") = 66c7f0f4…; HMAC has no example there, so two implementations are compared.
    assert keyed_code("钥匙", "sm3", "文本") == code_by_library("钥匙", "文本")
    assert len(keyed_code("钥匙", "sm3", "文本")) == 64


def test_upgrade_seals_what_was_there_before_seals(tmp_path: Path) -> None:
    engine = opened(tmp_path)
    upgrade_schema(engine, "0006")
    with engine.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql(OLD_ROUND)
    upgrade_sealed(engine, NOW)
    report = verify_ledger(engine)
    assert (report.problems, report.entries, report.seals) == ((), 1, 1)


def test_upgrade_does_not_excuse_what_was_wrong_before(kept: Engine) -> None:
    behind(kept, "UPDATE account SET role = 'department' WHERE id = 2")
    with kept.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql("ALTER TABLE account ADD COLUMN of_tomorrow TEXT")
    with reading(kept) as session:
        before = faults_before(session)
    with transaction(kept) as session:
        reseal_ledger(session, actor=WHO, reason="升级", now=NOW, leave=before)
    assert [(one.code, one.values["key"]) for one in verify_ledger(kept).problems] == [("row-altered", "2")]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8])
def test_path_of_every_entry_leads_to_the_root(size: int) -> None:
    digests = [f"{place:064x}" for place in range(size)]
    assert {root_by_path(one, path_of(digests, place)) for place, one in enumerate(digests)} == {root_of(digests)}


def test_signed_head_is_written_as_plain_data(kept: Engine) -> None:
    with transaction(kept) as session:
        made = sign_checkpoint(session, NOW)
        assert made is not None
        assert json.loads(json.dumps(checkpoint_part(made)))["sequence"] == 5
