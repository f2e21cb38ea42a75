"""A backup taken while people work restores on either database, whole and with its ledger."""

import json
import threading
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.conftest import NOW, Backend
from webapp.database import build_engine, reading, transaction
from webapp.errors import Refusal
from webapp.permissions import PUBLIC
from webapp.services.back_up import back_up
from webapp.services.check_ledger import check_ledger
from webapp.services.drill_backup import drill_backup
from webapp.services.record_act import record_act
from webapp.services.restore_backup import restore_backup
from webapp.services.table_digests import differing, snapshot, table_digests
from webapp.settings import Settings

SETTINGS = Settings(Path("unused"), "", "s")


def write_acts(engine: Engine, stop: threading.Event) -> None:
    """Go on writing into the ledger until told to stop."""
    while not stop.is_set():
        with transaction(engine) as session:
            record_act(session, actor=PUBLIC, action="sign in", facts={"text": "备份时仍在写入"}, now=NOW)


def test_backup_taken_under_writes_restores_and_verifies(published: Engine, tmp_path: Path) -> None:
    stop = threading.Event()
    writer = threading.Thread(target=write_acts, args=(published, stop))
    writer.start()
    try:
        manifest = back_up(published, tmp_path, tmp_path / "b.zip", secret_key="s", now=NOW)
    finally:
        stop.set()
        writer.join()
    assert manifest["ledger"]["sequence"] == manifest["tables"]["ledger_entry"]["rows"]
    assert [line.holds for line in drill_backup(tmp_path / "b.zip", SETTINGS, NOW)] == [True, True, True]


def test_restored_tables_equal_the_original_on_the_other_database(
    published: Engine, postgres_backend: Backend, tmp_path: Path
) -> None:
    (tmp_path / "evidence/ab").mkdir(parents=True)
    (tmp_path / "evidence/ab/abc").write_bytes(b"%PDF-1.7 ...")
    back_up(published, tmp_path, tmp_path / "b.zip", secret_key="s", now=NOW)
    is_sqlite = published.dialect.name == "sqlite"
    other = postgres_backend.copy("empty") if is_sqlite else build_engine(f"sqlite:///{tmp_path / 'other.sqlite3'}")
    restored = restore_backup(tmp_path / "b.zip", other, tmp_path / "new", NOW)
    with snapshot(published) as before, snapshot(other) as after:
        assert differing(table_digests(before), table_digests(after)) == []
    assert restored.files == 1
    assert (tmp_path / "new/evidence/ab/abc").read_bytes() == b"%PDF-1.7 ..."
    with transaction(other) as session:
        record_act(session, actor=PUBLIC, action="sign in", facts={}, now=NOW)
    with reading(other) as session:
        assert check_ledger(session) == ()
    other.dispose()


def test_restore_refuses_a_database_that_holds_something(published: Engine, tmp_path: Path) -> None:
    back_up(published, tmp_path, tmp_path / "b.zip", secret_key="s", now=NOW)
    with pytest.raises(Refusal) as refused:
        restore_backup(tmp_path / "b.zip", published, tmp_path, NOW)
    assert refused.value.code == "target-not-empty"


def test_backup_with_one_changed_row_is_refused(published: Engine, tmp_path: Path) -> None:
    back_up(published, tmp_path, tmp_path / "b.zip", secret_key="s", now=NOW)
    with zipfile.ZipFile(tmp_path / "b.zip") as whole, zipfile.ZipFile(tmp_path / "c.zip", "w") as changed:
        for name in whole.namelist():
            data = whole.read(name)
            if name == "tables/round.jsonl":
                data = data.replace("演示轮次".encode(), "真实轮次".encode())
            changed.writestr(name, data)
    with pytest.raises(Refusal) as refused:
        drill_backup(tmp_path / "c.zip", SETTINGS, NOW)
    assert (refused.value.code, refused.value.values["tables"]) == ("backup-damaged", "round")


def test_backup_holds_no_secret_of_the_installation(published: Engine, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("very-secret-text")
    back_up(published, tmp_path, tmp_path / "b.zip", secret_key="very-secret-text", now=NOW)
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
        manifest = json.loads(archive.read("manifest.json"))
    assert (b"very-secret-text" in everything, len(manifest["secret"])) == (False, 16)
