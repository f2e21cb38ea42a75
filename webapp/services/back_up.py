"""Take a backup while work goes on: one file that either database can be restored from."""

import hashlib
import hmac
import json
import os
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, text

from webapp.errors import Refusal
from webapp.services.portable_rows import read_lines, stored_tables
from webapp.services.schema_revision import present_revision
from webapp.services.table_digests import TableDigest, snapshot

FORMAT = "zeyou-backup-1"
CARRIED_FOLDERS = ("evidence", "fonts", "objections", "clusters", "holidays")
HEADS = "ledger-heads.log"
PIECE = 1024 * 1024


def back_up(engine: Engine, folder: Path, target: Path, *, secret_key: str, now: datetime) -> dict[str, Any]:
    """Write the backup beside its name, sync it, then give it its name; return what it holds."""
    beside = target.with_name(f".{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with open(beside, "wb") as file:
            beside.chmod(0o600)
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
                # First the heads, then the rows: a head may be missing for a row, never a row for a head.
                heads = noted_so_far(folder)
                tables, head = write_tables(engine, archive)
                files = dict(write_files(folder, archive))
                if heads:
                    archive.writestr(f"files/{HEADS}", heads)
                    files[HEADS] = hashlib.sha256(heads).hexdigest()
                manifest = {
                    "format": FORMAT,
                    "release": version("zeyou"),
                    "at": now.isoformat(),
                    **head,
                    "secret": secret_mark(secret_key),
                    "tables": tables,
                    "files": files,
                }
                archive.writestr("manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(target)
    except OSError as error:
        beside.unlink(missing_ok=True)
        template = "备份没有写成（{why}），没有留下半成品。请清理磁盘空间或换一个位置后重试：{path}"
        raise Refusal("cannot-write", template, why=error.strerror or str(error), path=target) from error
    return manifest


def write_tables(engine: Engine, archive: zipfile.ZipFile) -> tuple[dict[str, Any], dict[str, Any]]:
    """Write every table from one view of the database; return what each holds and where the ledger stood."""
    tables: dict[str, Any] = {}
    with snapshot(engine) as connection:
        head = {"revision": present_revision(connection), "ledger": ledger_head(connection)}
        for table in stored_tables(connection):
            digest = TableDigest()
            with archive.open(f"tables/{table.name}.jsonl", "w", force_zip64=True) as member:
                for line in digest.watch(read_lines(connection, table)):
                    member.write(line + b"\n")
            tables[table.name] = asdict(digest)
    return tables, head


def ledger_head(connection: Connection) -> dict[str, Any] | None:
    """Return the number and the digest of the newest entry."""
    row = connection.execute(
        text("SELECT sequence, digest FROM ledger_entry ORDER BY sequence DESC LIMIT 1")
    ).one_or_none()
    return {"sequence": row.sequence, "digest": row.digest} if row else None


def noted_so_far(folder: Path) -> bytes:
    """Read the heads noted beside the database, without a line that is just being written."""
    path = folder / HEADS
    noted = path.read_bytes() if path.exists() else b""
    return noted[: noted.rfind(b"\n") + 1]


def write_files(folder: Path, archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Carry the contents that lie beside the database; keys and secrets stay where they are."""
    for path in carried_files(folder):
        name, digest = path.relative_to(folder).as_posix(), hashlib.sha256()
        with path.open("rb") as source, archive.open(f"files/{name}", "w", force_zip64=True) as member:
            while piece := source.read(PIECE):
                digest.update(piece)
                member.write(piece)
        yield name, digest.hexdigest()


def carried_files(folder: Path) -> list[Path]:
    """List what belongs into a backup besides the tables; what is still being written has a temporary name."""
    found = [path for name in CARRIED_FOLDERS for path in (folder / name).rglob("*") if path.is_file()]
    return sorted(path for path in found if not path.name.startswith((".", "tmp")))


def secret_mark(secret_key: str) -> str:
    """Tell later whether a secret is the same one, without giving it away."""
    return hmac.new(secret_key.encode(), b"zeyou backup", hashlib.sha256).hexdigest()[:16]


def read_manifest(archive: zipfile.ZipFile) -> Mapping[str, Any]:
    """Read what a backup holds, or say that it is none."""
    try:
        manifest = json.loads(archive.read("manifest.json"))
    except (KeyError, ValueError) as error:
        raise Refusal("not-a-backup", "这不是择优的备份文件，或文件已损坏。") from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise Refusal("not-a-backup", "这不是择优的备份文件，或文件已损坏。")
    return manifest
