"""`zeyou doctor` on installations broken in one way each: one line says what to do, and it exits with 1."""

import os
import sqlite3
import sys
import uuid
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, text

from tests.conftest import NOW, Backend
from webapp.cli.doctor import command
from webapp.cli.installation import installation
from webapp.database import build_engine, transaction
from webapp.errors import Unusable
from webapp.models import Account
from webapp.permissions import Role
from webapp.services.create_account import create_account
from webapp.services.database_roles import database_roles
from webapp.services.examination import machine
from webapp.services.examination.finding import Finding
from webapp.services.examination.machine import clock_finding
from webapp.services.examination.trust import rights_finding
from webapp.services.examination.work import is_worker_here
from webapp.services.upgrade_schema import upgrade_schema
from webapp.settings import read_settings


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation in order, with an account whose telephone is encrypted."""
    made = tmp_path / "data"
    monkeypatch.delenv("ZEYOU_DATABASE", raising=False)
    monkeypatch.setenv("ZEYOU_DATA", str(made))
    settings = read_settings({"ZEYOU_DATA": str(made)})
    engine = build_engine(settings.database_url, settings)
    upgrade_schema(engine)
    with transaction(engine) as session:
        opened = create_account(session, login="one", display_name="某人", role=Role.DEPARTMENT, now=NOW)
        account = session.get(Account, opened.account_id)
        assert account is not None
        account.phone = "13900000000"
    engine.dispose()
    return made


def examined() -> Result:
    """Run the command."""
    return CliRunner().invoke(command, [])


def wrongs(result: Result) -> list[str]:
    """Name what was found wrong."""
    assert result.exit_code == 1, result.output
    return [line[2:].split("：")[0] for line in result.output.splitlines() if line.startswith("✗ ")]


def changed(folder: Path, statement: str) -> None:
    """Change the database behind the product's back."""
    with sqlite3.connect(folder / "zeyou.sqlite3") as connection:
        connection.execute(statement)


@pytest.mark.usefixtures("folder")
def test_installation_in_order_ends_with_zero() -> None:
    assert examined().exit_code == 0


@pytest.mark.parametrize("name", ["secret", "ledger-key", "field-key"])
def test_missing_key_file_is_named_and_not_made_anew(folder: Path, name: str) -> None:
    (folder / name).unlink()
    found = examined()
    assert (wrongs(found), (folder / name).exists()) == (["密钥文件"], False)
    assert f"缺少 {folder / name}" in found.output


@pytest.mark.parametrize(("name", "subject"), [("ledger-key", "留痕密钥"), ("field-key", "字段密钥")])
def test_key_of_another_installation_is_recognised(folder: Path, name: str, subject: str) -> None:
    (folder / name).write_text("f" * 64)
    assert wrongs(examined()) == [subject]


def test_service_does_not_start_with_a_ledger_key_made_anew(folder: Path) -> None:
    kept = (folder / "ledger-key").read_text()
    (folder / "ledger-key").unlink()
    with pytest.raises(Unusable, match="留痕密钥与数据库不符"):
        installation()
    (folder / "ledger-key").write_text(kept)
    installation()[1].dispose()


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(("revision", "told"), [("0010", "zeyou database upgrade"), ("9999", "请升级本软件")])
def test_structure_of_another_release_says_which_way_to_go(folder: Path, revision: str, told: str) -> None:
    changed(folder, f"UPDATE alembic_version SET version_num = '{revision}'")
    found = examined()
    assert wrongs(found) == ["数据库结构"]
    assert told in found.output


def test_folder_that_is_gone_is_not_brought_into_being(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = folder / "no" / "such"
    monkeypatch.setenv("ZEYOU_DATA", str(elsewhere))
    assert wrongs(examined()) == ["数据目录", "数据库", "后台任务"]
    assert not elsewhere.parent.exists()


def test_file_that_is_no_database_is_told_with_the_way_back(folder: Path) -> None:
    for path in folder.glob("zeyou.sqlite3*"):
        path.unlink()
    (folder / "zeyou.sqlite3").write_text("这不是数据库" * 100, encoding="utf-8")
    found = examined()
    assert wrongs(found) == ["数据库", "后台任务"]
    assert "zeyou restore" in found.output


@pytest.mark.usefixtures("folder")
def test_postgresql_that_is_away_is_told_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZEYOU_DATABASE", "postgres://zeyou:geheim@127.0.0.1:1/zeyou")
    found = examined()
    assert wrongs(found) == ["数据库", "后台任务"]
    assert "systemctl status postgresql" in found.output
    assert "geheim" not in found.output


def test_address_of_no_known_database_is_refused_in_words(folder: Path) -> None:
    with pytest.raises(Exception, match="数据库地址应以") as refused:
        build_engine("mysql://zeyou:geheim@localhost/zeyou")
    assert "geheim" not in str(refused.value)
    assert folder.is_dir()


@pytest.mark.usefixtures("folder")
def test_own_faces_that_are_missing_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "FACES", tmp_path)  # a package that lost its fonts
    assert wrongs(examined()) == ["字体"]


def test_clock_is_wrong_by_itself_or_beside_the_database() -> None:
    def standing(found: Finding) -> str:
        return found.standing.value

    early = NOW.replace(year=2020)
    assert [standing(clock_finding(*one)) for one in ((early, None), (NOW, early), (NOW, NOW))] == [
        "wrong",
        "wrong",
        "well",
    ]


def test_postgresql_addresses_of_every_spelling_are_one() -> None:
    spellings = ("postgres://a@h/d", "postgresql://a@h/d", "postgresql+psycopg://a@h/d")
    engines: list[Engine] = [build_engine(one) for one in spellings]
    assert {str(one.url) for one in engines} == {"postgresql+psycopg://a@h/d"}


def test_heads_file_that_is_gone_or_bent_is_told_with_what_to_do(folder: Path) -> None:
    path = folder / "ledger-heads.log"
    whole = path.read_text()
    path.unlink()
    found = examined()
    assert (wrongs(found), "请从备份取回" in found.output) == (["库外登记"], True)
    path.write_text(whole.replace(whole.split()[2][:8], "f" * 8))
    assert wrongs(examined()) == ["库外登记"]
    path.write_text(whole)
    assert examined().exit_code == 0


def test_end_of_the_record_that_was_cut_off_is_told_by_the_heads(folder: Path) -> None:
    with sqlite3.connect(folder / "zeyou.sqlite3") as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("DELETE FROM seal WHERE number = (SELECT max(number) FROM seal)")
    assert "库外登记" in wrongs(examined())


def test_file_that_belongs_to_somebody_else_is_named(folder: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("runs as root: nobody else may give a file away")
    os.chown(folder / "ledger-heads.log", 12345, -1)
    found = examined()
    assert (wrongs(found), "chown -R" in found.output) == (["文件属主"], True)


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("settings", "subjects"),
    [
        ({"ZEYOU_SECURE_COOKIES": "yes"}, ["反向代理"]),
        ({"ZEYOU_SECURE_COOKIES": "yes", "ZEYOU_TRUSTED_PROXIES": "1"}, []),
        ({"ZEYOU_HOST": "0.0.0.0", "ZEYOU_TRUSTED_PROXIES": "1"}, ["HTTPS", "反向代理"]),
    ],
)
def test_proxy_that_is_not_trusted_or_wrongly_trusted_is_told(
    settings: dict[str, str], subjects: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    found = examined()
    assert (wrongs(found) if subjects else [found.exit_code]) == (subjects or [0])


@pytest.mark.usefixtures("folder")
def test_program_that_sets_documents_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)  # as where no wheel fits the machine
    assert wrongs(examined()) == ["PDF 排印"]


def test_worker_is_seen_among_the_processes(tmp_path: Path) -> None:
    for number, words in {"1": b"/usr/bin/zeyou\0serve\0", "2": b"python\0/opt/zeyou/bin/zeyou\0worker\0"}.items():
        (tmp_path / number).mkdir()
        (tmp_path / number / "cmdline").write_bytes(words)
        assert is_worker_here(tmp_path) is (number == "2")


def test_account_without_rights_is_told_with_the_statements_that_give_them(
    postgres_backend: Backend,
) -> None:
    engine = postgres_backend.copy("staff")
    role = f"app_{uuid.uuid4().hex[:8]}"
    with engine.begin() as connection:
        for statement in database_roles(role).split("\n"):
            connection.execute(text(statement))

    def as_role() -> Finding:
        with engine.connect() as connection:
            connection.execute(text(f'SET ROLE "{role}"'))
            return rights_finding(connection)

    assert as_role().standing == "well"
    with engine.begin() as connection:
        connection.execute(text(f'REVOKE INSERT ON review, ledger_entry FROM "{role}"'))
    told = as_role()
    assert (told.standing, "review（INSERT）" in told.text, "zeyou database roles" in told.text) == (
        "wrong",
        True,
        True,
    )
    with engine.begin() as connection:
        connection.execute(text(f'GRANT INSERT ON review, ledger_entry TO "{role}"'))
        connection.execute(text(f'GRANT DELETE ON seal TO "{role}"'))
    assert as_role().standing == "note"
    with engine.begin() as connection:
        connection.execute(text(f'DROP OWNED BY "{role}"'))
        connection.execute(text(f'DROP ROLE "{role}"'))
