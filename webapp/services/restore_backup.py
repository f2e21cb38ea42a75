"""Restore a backup into an empty installation and prove that everything arrived."""

import hashlib
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from sqlalchemy import Engine

from webapp.database import looking
from webapp.errors import Refusal, Unusable
from webapp.services.back_up import CARRIED_FOLDERS, HEADS, read_manifest
from webapp.services.portable_rows import load_lines, stored_tables
from webapp.services.schema_revision import known_revisions
from webapp.services.table_digests import TableDigest, differing, table_digests
from webapp.services.upgrade_schema import upgrade_schema
from webapp.services.upgrade_sealed import upgrade_sealed


@dataclass(frozen=True)
class Restored:
    """What arrived, and how many acts the upgrade of an older structure has added."""

    manifest: Mapping[str, Any]
    rows: int
    files: int
    added: int


def restore_backup(backup: Path, engine: Engine, folder: Path, now: datetime) -> Restored:
    """Build the backup's structure, load it, compare, and only then bring structure and seals up to date."""
    try:
        with zipfile.ZipFile(backup) as archive:
            manifest = read_manifest(archive)
            build_structure(engine, str(manifest["revision"]))
            load_tables(engine, archive, manifest["tables"])
            restore_files(archive, folder, manifest["files"])
    except (OSError, zipfile.BadZipFile) as error:
        raise Unusable("unreadable", "读不到备份文件 {path}：{why}", path=backup, why=error) from error
    upgrade_sealed(engine, now)
    n_rows = sum(int(one["rows"]) for one in manifest["tables"].values())
    added = int(manifest["revision"] != known_revisions()[0])
    return Restored(manifest, n_rows, len(manifest["files"]), added)


def build_structure(engine: Engine, revision: str) -> None:
    """Build the structure the backup was taken from, in a database that holds nothing."""
    if revision not in known_revisions():
        template = "备份来自更新的版本（数据库结构 {revision}），请先升级本软件。"
        raise Unusable("newer-backup", template, revision=revision)
    refuse_occupied(engine)
    upgrade_schema(engine, revision)


def refuse_occupied(engine: Engine) -> None:
    """Refuse a database in which there is a single row."""
    with looking(engine) as connection:
        for table in stored_tables(connection):
            if connection.execute(table.select().limit(1)).first() is not None:
                template = "目标数据库不是空的（表 {table} 中已有数据），没有写入任何内容。请换一个空的数据库。"
                raise Refusal("target-not-empty", template, table=table.name)


def load_tables(engine: Engine, archive: zipfile.ZipFile, told: Mapping[str, Any]) -> None:
    """Load every table in one transaction; what was loaded must read back as it was written."""
    expected = {name: TableDigest(**one) for name, one in told.items()}
    with engine.execution_options(writes=True).begin() as connection:
        for table in stored_tables(connection):
            if table.name in expected:
                load_lines(connection, table, member_lines(archive, f"tables/{table.name}.jsonl"))
        wrong = differing(expected, table_digests(connection))
        if wrong:
            template = "备份中的表与其清单不符（{tables}）：备份已损坏，没有写入任何内容。"
            raise Refusal("backup-damaged", template, tables="、".join(wrong))


def member_lines(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """Yield the lines of a table in the archive."""
    with archive.open(name) as member:
        for line in member:
            yield line.rstrip(b"\n")


def restore_files(archive: zipfile.ZipFile, folder: Path, told: Mapping[str, str]) -> None:
    """Write the files back under their names; a name that leads elsewhere or a changed content is refused."""
    for name, digest in told.items():
        path = PurePosixPath(name)
        data = archive.read(f"files/{name}")
        is_ours = name == HEADS or (path.parts[0] in CARRIED_FOLDERS and ".." not in path.parts)
        if not is_ours or hashlib.sha256(data).hexdigest() != digest:
            raise Refusal("backup-damaged", "备份中的文件与其清单不符（{tables}）：备份已损坏。", tables=name)
        target = folder.joinpath(*path.parts)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
