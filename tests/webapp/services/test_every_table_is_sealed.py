"""No table escapes: in each of them a changed, a removed and a foreign row is found, and so is a bent structure."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine, Table, text
from sqlalchemy.orm import Session

from tests.conftest import Backend, fill
from tests.stories.actors import SETTINGS
from tests.webapp.services.one_row_each import fill_empty_tables
from tests.webapp.services.tampering import (
    Named,
    another,
    behind_the_system,
    found_in,
    heads_of,
    key_of,
    matches,
    some_row,
)
from tests.webapp.services.test_ledger_proofs import (
    CUT,
    NOW,
    WHO,
    behind,
    codes,
    heads_file,
    kept,
    open_account,
    opened,
)
from webapp.cli.ledger import verify
from webapp.database import build_engine, give_field_key, transaction
from webapp.models.raw_rows import key_text
from webapp.models.sealed_tables import sealed_tables
from webapp.services.ledger_codes import LedgerCodes
from webapp.services.reseal_ledger import reseal_ledger
from webapp.services.upgrade_schema import upgrade_schema
from webapp.services.upgrade_sealed import upgrade_sealed
from webapp.services.verify_ledger import examine, verify_ledger

__all__ = ["kept"]


@pytest.fixture
def full(published: Engine) -> Engine:
    """The published round with a row in every table."""
    give_field_key(published, SETTINGS)
    with transaction(published) as session:
        fill_empty_tables(session)
    return published


def change_first_free_column(session: Session, table: Table, row: Any) -> None:
    """Change one value that no rule of the database stands on."""
    free = [one for one in table.columns if not one.primary_key and not one.foreign_keys and not one.unique]
    name = (free or [one for one in table.columns if not one.primary_key] or list(table.columns))[-1].name
    plain = text(f'UPDATE "{table.name}" SET "{name}" = :value WHERE ' + where_text(table))
    column = table.columns[name]
    value = another(column, row[name])
    if isinstance(value, (dict, bytes)):
        session.execute(table.update().where(matches(table, key_of(table, row))).values({name: value}))
    else:
        session.connection().execute(plain, {"value": value, **keys_given(table, row)})


def where_text(table: Table) -> str:
    """Return the condition for one row."""
    return " AND ".join(f'"{one.name}" = :key_{one.name}' for one in table.primary_key.columns)


def keys_given(table: Table, row: Any) -> dict[str, Any]:
    """Return the values of the condition."""
    return {f"key_{one.name}": row[one.name] for one in table.primary_key.columns}


def remove(session: Session, table: Table, row: Any) -> None:
    """Delete the row."""
    statement = text(f'DELETE FROM "{table.name}" WHERE ' + where_text(table))
    session.connection().execute(statement, keys_given(table, row))


@pytest.mark.parametrize("act", [change_first_free_column, remove])
def test_changed_and_removed_rows_are_named_in_every_table(
    full: Engine, act: Callable[[Session, Table, Any], None]
) -> None:
    heads, missed = heads_of(full), set[Named]()
    assert verify_ledger(full).problems == ()
    with behind_the_system(full) as session:
        if full.dialect.name == "sqlite":
            session.connection().exec_driver_sql("PRAGMA ignore_check_constraints=ON")
        for table in sealed_tables():
            row = some_row(session.connection(), table, Chosen())
            act(session, table, row)
            missed.add((table.name, key_text(key_of(table, row))))
        assert missed - found_in(session, heads) == set()


class Chosen:
    """Takes the last of several."""

    def choice(self, several: Any) -> Any:
        """Take it."""
        return several[-1]


def test_emptied_tables_are_named_row_by_row(full: Engine) -> None:
    heads = heads_of(full)
    with behind_the_system(full) as session:
        expected = {
            (table.name, key_text(key_of(table, row)))
            for table in sealed_tables()
            for row in session.connection().execute(table.select()).mappings()
        }
        for table in sealed_tables():
            session.connection().exec_driver_sql(f'DELETE FROM "{table.name}"')
        assert expected - found_in(session, heads) == set()


REWRITTEN = {
    "sqlite": (
        "DROP TRIGGER seal_no_delete",
        "CREATE TRIGGER seal_no_delete BEFORE DELETE ON seal BEGIN SELECT 1; END",
        "CREATE TRIGGER helper AFTER UPDATE ON score BEGIN UPDATE score SET hundredths = 100; END",
    ),
    "postgresql": (
        "CREATE OR REPLACE FUNCTION zeyou_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RETURN NULL; END $$",
        "CREATE TRIGGER helper AFTER UPDATE ON score FOR EACH STATEMENT EXECUTE FUNCTION zeyou_append_only()",
    ),
}


def test_rewritten_and_foreign_triggers_are_named(published: Engine) -> None:
    with Session(published.execution_options(writes=True)) as session:
        for statement in REWRITTEN[published.dialect.name]:
            session.connection().exec_driver_sql(statement)
        report = examine(session, LedgerCodes("", None), heads_of(published))
    found = {(one.code, one.values["key"]) for one in report.problems}
    assert {("guard-foreign", "helper")} <= found
    assert any(code == "guard-altered" and str(key).startswith("seal") for code, key in found)


@pytest.mark.parametrize("statement", ["DROP TABLE {}", "ALTER TABLE {} RENAME TO gone"])
@pytest.mark.parametrize("table", ["ledger_entry", "seal", "decision", "login_session"])
def test_missing_table_is_named_and_nothing_breaks(kept: Engine, table: str, statement: str) -> None:
    with kept.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql(statement.format(table))
    found = [(one.code, one.values["table"]) for one in verify_ledger(kept).problems if one.code == "table-missing"]
    assert found == [("table-missing", table)]


def test_missing_column_is_named_in_every_row_and_nothing_breaks(kept: Engine) -> None:
    with kept.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql("ALTER TABLE account DROP COLUMN display_name")
    found = {(one.code, one.values["table"], one.values["key"]) for one in verify_ledger(kept).problems}
    assert found == {("row-altered", "account", str(number)) for number in range(1, 6)}


STRANGE = {
    "seal": (
        "UPDATE seal SET changes = CAST(changes AS BLOB) WHERE number = 2",
        "UPDATE seal SET changes = CAST(x'ff22' AS TEXT) WHERE number = 2",
        """UPDATE seal SET changes = '{"account":{"columns":[[1]],"rows":{"a":1,"²":2}}}' WHERE number = 2""",
        """UPDATE seal SET changes = '{"ledger_entry":{"columns":[],"rows":[["²",1],[5,2]]}}' WHERE number = 2""",
        "UPDATE seal SET algorithm = 'md5' WHERE number = 2",
        "UPDATE seal SET code = x'00' WHERE number = 2",
        "UPDATE seal SET number = -2 WHERE number = 2",
    ),
    "ledger_entry": (
        "UPDATE ledger_entry SET facts = CAST(facts AS BLOB) WHERE sequence = 2",
        "UPDATE ledger_entry SET facts = CAST(x'ff22' AS TEXT) WHERE sequence = 2",
        "UPDATE ledger_entry SET digest = CAST(digest AS BLOB) WHERE sequence = 2",
    ),
    "account": (
        "UPDATE account SET login = CAST(x'ff22' AS TEXT) WHERE id = 2",
        "UPDATE account SET active = 'yes' WHERE id = 2",
        "UPDATE account SET created_at = 'never' WHERE id = 2",
    ),
}


@pytest.mark.parametrize(
    ("table", "statement"), [(table, one) for table, several in STRANGE.items() for one in several]
)
def test_strange_values_are_named_and_nothing_breaks(kept: Engine, tmp_path: Path, table: str, statement: str) -> None:
    behind(kept, statement)
    found = {(one.values["table"], one.values["key"]) for one in verify_ledger(kept).problems}
    assert (table, "2") in found or (table, "-2") in found


def test_seal_put_in_before_the_first_is_named(kept: Engine) -> None:
    behind(kept, "INSERT INTO seal SELECT -7, algorithm, changes, previous, code FROM seal WHERE number = 1")
    assert [(one.code, one.values["key"]) for one in verify_ledger(kept).problems] == [("seal-altered", "-7")]


@pytest.mark.parametrize("table", ["seal", "alembic_version", "ledger_entry"])
def test_second_row_of_the_same_key_is_named(kept: Engine, table: str) -> None:
    copied = f"CREATE TABLE other AS SELECT * FROM {table}"
    behind(kept, copied, f"DROP TABLE {table}", f"ALTER TABLE other RENAME TO {table}")
    assert verify_ledger(kept).problems == ()
    behind(kept, f"INSERT INTO {table} SELECT * FROM {table} ORDER BY 1 DESC LIMIT 1")
    assert {one.values["table"] for one in verify_ledger(kept).problems} == {table}


def test_bytes_in_place_of_a_text_are_named(kept: Engine) -> None:
    behind(kept, "UPDATE account SET display_name = CAST(display_name AS BLOB) WHERE id = 2")
    assert [(one.code, one.values["key"]) for one in verify_ledger(kept).problems] == [("row-altered", "2")]


@pytest.mark.parametrize("version", ["0003", "x"])
def test_bent_version_of_the_structure_is_named_by_the_command(tmp_path: Path, version: str) -> None:
    engine = build_engine(f"sqlite:///{tmp_path / 'zeyou.sqlite3'}")
    fill(engine, "empty")
    with engine.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{version}'")
    engine.dispose()
    answer = CliRunner().invoke(verify, ["--json"], env={"ZEYOU_DATA": str(tmp_path)})
    assert (answer.exit_code, f'"key": "{version}"' in answer.output) == (1, True)


# --- The file beside the database -------------------------------------------------------------------------------------


def test_old_copy_of_the_database_is_told_with_the_rows_that_are_gone(kept: Engine) -> None:
    behind(kept, *CUT)
    told = [one.message for one in verify_ledger(kept).problems]
    assert ["account 4、ledger_entry 4" in told[0], "account 5、ledger_entry 5" in told[1]] == [True, True]


def test_each_bent_line_of_the_file_of_heads_is_named(kept: Engine, tmp_path: Path) -> None:
    whole = heads_file(tmp_path).read_text().splitlines(keepends=True)
    for place in range(len(whole) - 1):
        heads_file(tmp_path).write_text("".join(whole[:place] + whole[place + 1 :]))
        assert codes(kept) == ["heads-altered"]
        heads_file(tmp_path).write_text("".join([*whole[:place], whole[place + 1], whole[place], *whole[place + 2 :]]))
        assert "heads-altered" in codes(kept)
    heads_file(tmp_path).write_text("".join(whole))
    assert codes(kept) == []


def test_lost_file_of_heads_is_named_until_the_reason_is_on_record(kept: Engine, tmp_path: Path) -> None:
    for place in range(20):
        open_account(kept, f"more{place}")
    heads_file(tmp_path).unlink()
    assert codes(kept) == ["heads-missing"]
    open_account(kept, "one after")
    assert codes(kept) == ["heads-missing"]
    with transaction(kept) as session:
        reseal_ledger(session, actor=WHO, reason="文件误删，王处批准", now=NOW)
    assert codes(kept) == []


@pytest.mark.parametrize("signs", [3, 20, 71, 90, 110])
def test_line_cut_short_by_a_power_failure_is_no_alarm(kept: Engine, tmp_path: Path, signs: int) -> None:
    lines = heads_file(tmp_path).read_text().splitlines(keepends=True)
    heads_file(tmp_path).write_text("".join(lines[:4]) + lines[4][:signs])
    assert codes(kept) == []
    open_account(kept, "after the failure")
    assert codes(kept) == []


def test_saved_act_stays_saved_where_its_head_finds_no_room(kept: Engine, tmp_path: Path) -> None:
    aside = heads_file(tmp_path).rename(tmp_path / "aside")
    heads_file(tmp_path).mkdir()
    open_account(kept, "saved all the same")
    heads_file(tmp_path).rmdir()
    aside.rename(heads_file(tmp_path))
    report = verify_ledger(kept)
    assert (report.problems, [one.code for one in report.notes]) == ((), ["tail-unanchored"])


def test_heads_of_an_older_release_are_carried_on(kept: Engine, tmp_path: Path) -> None:
    lines = heads_file(tmp_path).read_text().splitlines()
    heads_file(tmp_path).write_text("".join(" ".join(line.split()[:3]) + "\n" for line in lines))
    open_account(kept, "after the upgrade")
    assert codes(kept) == []
    behind(kept, "DELETE FROM seal WHERE number > 2", "DELETE FROM ledger_entry WHERE sequence > 2")
    assert "tail-removed" in codes(kept)


OLD_SESSION = """INSERT INTO login_session (token_hash, account_id, created_at, seen_at, address, browser, code_passed)
VALUES ('x', 1, '2026-01-01 00:00:00.000000', '2026-01-01 00:00:00.000000', '', '', 0)"""


def test_bookkeeping_that_an_older_release_left_unsealed_is_sealed_by_the_upgrade(tmp_path: Path) -> None:
    engine = opened(tmp_path)
    upgrade_schema(engine, "0015")
    open_account(engine, "of an older release")
    behind(engine, OLD_SESSION)
    upgrade_sealed(engine, NOW)
    assert codes(engine) == []
    behind(engine, OLD_SESSION.replace("'x'", "'y'"))
    assert codes(engine) == ["row-foreign"]


def test_counter_that_was_set_back_is_named(postgres_backend: Backend) -> None:
    engine = postgres_backend.copy("publicity")
    assert [one.code for one in verify_ledger(engine).problems] == []
    with engine.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql("SELECT setval('declaration_id_seq', 2)")
    told = [(one.code, one.values["table"]) for one in verify_ledger(engine).problems]
    assert told == [("counter-behind", "declaration")]
