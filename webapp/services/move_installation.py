"""Carry an installation from SQLite to PostgreSQL: same rows, same ledger, same ranking; no way back by accident."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from webapp.errors import Refusal
from webapp.services.portable_rows import load_values, read_values, stored_tables
from webapp.services.restore_backup import refuse_occupied
from webapp.services.table_digests import TableDigest, differing, table_digests
from webapp.services.upgrade_schema import upgrade_schema
from webapp.services.upgrade_sealed import upgrade_sealed
from webapp.services.verify_ledger import verify_ledger
from webapp.settings import moved_note


@dataclass(frozen=True)
class Moved:
    """What arrived on the other side."""

    tables: dict[str, TableDigest]
    n_entries: int

    @property
    def rows(self) -> int:
        """All rows together."""
        return sum(one.rows for one in self.tables.values())


def move_installation(source: Engine, target: Engine, folder: Path, *, now: datetime) -> Moved:
    """Copy under the source's write lock, compare every table and the ledger, and mark the source as moved."""
    if str(source.url) == str(target.url):
        raise Refusal("same-database", "目标就是现在的数据库，无需迁移。")
    upgrade_sealed(source, now)
    refuse_occupied(target)
    upgrade_schema(target)
    with (
        source.execution_options(writes=True).begin() as reads,
        target.execution_options(writes=True).begin() as writes,
    ):
        expected: dict[str, TableDigest] = {}
        arriving = {table.name: table for table in stored_tables(writes)}
        for table in stored_tables(reads):
            expected[table.name] = TableDigest()
            if table.name not in arriving:
                text = "原数据库中的表 {table} 不是本系统建的，没有迁移。请由建表的人移走这张表后重试。"
                raise Refusal("foreign-table", text, table=table.name)
            columns = [column.name for column in arriving[table.name].columns]
            if columns != [column.name for column in table.columns]:
                raise Refusal("other-structure", "两边数据库的表 {table} 结构不同，没有迁移。", table=table.name)
            rows = expected[table.name].watch_values(read_values(reads, table))
            load_values(writes, arriving[table.name], rows)
        wrong = differing(expected, table_digests(writes))
        if wrong:
            raise Refusal("move-differs", "迁移后的表与原表不一致（{tables}），已全部撤销。", tables="、".join(wrong))
    check_arrived_ledger(target)
    note = f"{now.isoformat()} {target.url.render_as_string(hide_password=True)}\n"
    moved_note(folder).write_text(note, encoding="utf-8")
    return Moved(expected, expected["ledger_entry"].rows)


def check_arrived_ledger(target: Engine) -> None:
    """Refuse to call it moved when the ledger does not verify on the other side."""
    problems = verify_ledger(target).problems
    if problems:
        raise Refusal(
            "ledger-broken", "留痕在目标数据库中核对不过：{where}。原数据库未作改动。", where=problems[0].where
        )
