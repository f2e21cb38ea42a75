"""Prove a backup by restoring it where it disturbs nobody, then checking what a restored installation must hold."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from webapp.database import build_engine, reading
from webapp.services.check_ledger import check_ledger
from webapp.services.restore_backup import Restored, restore_backup


@dataclass(frozen=True)
class DrillLine:
    """One thing that was checked."""

    holds: bool
    text: str


def drill_backup(backup: Path, target: str | None = None) -> list[DrillLine]:
    """Restore into a database that is thrown away, or into the empty one given, and say what holds."""
    with tempfile.TemporaryDirectory(prefix="zeyou-drill-") as name:
        folder = Path(name)
        engine = build_engine(target or f"sqlite:///{folder / 'drill.sqlite3'}")
        try:
            restored = restore_backup(backup, engine, folder)
            return [*what_arrived(restored), ledger_line(engine, restored)]
        finally:
            engine.dispose()


def what_arrived(restored: Restored) -> list[DrillLine]:
    """Say what the restore itself has compared."""
    tables = restored.manifest["tables"]
    return [
        DrillLine(True, f"{len(tables)} 张表共 {restored.rows} 行，行数和内容哈希与备份清单逐表一致。"),
        DrillLine(True, f"{restored.files} 个文件的内容哈希与备份清单一致。"),
    ]


def ledger_line(engine: Engine, restored: Restored) -> DrillLine:
    """Verify the restored ledger from its first entry to the head the backup names."""
    with reading(engine) as session:
        problems = check_ledger(session)
    if problems:
        return DrillLine(False, f"操作留痕有断点：{problems[0].where}，{problems[0].message}")
    head = restored.manifest["ledger"]
    if head is None:
        return DrillLine(True, "操作留痕为空。")
    return DrillLine(True, f"操作留痕完整，共 {head['sequence']} 条，末条哈希 {head['digest'][:16]}。")
