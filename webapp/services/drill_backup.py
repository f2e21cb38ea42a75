"""Prove a backup by restoring it where it disturbs nobody, then checking what a restored installation must hold."""

import tempfile
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from webapp.database import build_engine
from webapp.services.restore_backup import Restored, restore_backup
from webapp.services.verify_ledger import verify_ledger
from webapp.settings import Settings


@dataclass(frozen=True)
class DrillLine:
    """One thing that was checked."""

    holds: bool
    text: str


def drill_backup(backup: Path, settings: Settings, now: datetime, target: str | None = None) -> list[DrillLine]:
    """Restore into a database that is thrown away, or into the empty one given, and say what holds."""
    with tempfile.TemporaryDirectory(prefix="zeyou-drill-") as name:
        folder = Path(name)
        engine = build_engine(target or f"sqlite:///{folder / 'drill.sqlite3'}", replace(settings, data_folder=folder))
        try:
            restored = restore_backup(backup, engine, folder, now)
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
    """Verify the restored ledger, and every row it vouches for, with this installation's key."""
    report = verify_ledger(engine)
    if report.problems:
        first = report.problems[0]
        return DrillLine(False, f"操作留痕有 {len(report.problems)} 处不符，例如{first.where}：{first.message}")
    head = restored.manifest["ledger"] or {"sequence": 0, "digest": "0" * 64}
    is_whole = report.entries == head["sequence"] + restored.added
    return DrillLine(is_whole, f"操作留痕完整，共 {report.entries} 条，末条哈希 {head['digest'][:16]}。")
