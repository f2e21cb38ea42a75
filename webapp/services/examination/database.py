"""The database: whether it answers, has the newest structure, and keeps what it has acknowledged."""

import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from webapp.services.examination.finding import Finding, note, well, wrong
from webapp.services.schema_revision import known_revisions, present_revision

SQLITE_WANTED = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
REMEDY = {
    "sqlite": "请检查该文件的属主和权限；文件损坏时用 zeyou restore 恢复最近的备份。",
    "postgresql": "请确认数据库服务已启动（systemctl status postgresql）、地址和账号无误、pg_hba.conf 允许本机连接。",
}
POSTGRES_WANTED = {"synchronous_commit": ("on", "remote_write", "remote_apply"), "fsync": ("on",)}


def examine_database(engine: Engine) -> Iterator[Finding]:
    """Look at the database through a connection of our own kind."""
    file = engine.url.database if engine.dialect.name == "sqlite" else None
    if file and not Path(file).exists():
        yield wrong(
            "数据库", f"还没有数据库文件 {file}：请执行 zeyou database upgrade，或用 ZEYOU_DATA 指向原来的目录。"
        )
        return
    try:
        with engine.connect() as connection:
            yield well("数据库", engine.url.render_as_string(hide_password=True))
            yield revision_finding(connection)
            yield from durability_findings(connection)
    except (DBAPIError, sqlite3.Error) as error:
        address = engine.url.render_as_string(hide_password=True)
        said = str(getattr(error, "orig", error)).strip().splitlines()[0]
        yield wrong("数据库", f"连不上 {address}：{said}。{REMEDY[engine.dialect.name]}")


def database_time(engine: Engine) -> datetime | None:
    """Ask a database server for its time; None for a file, or when the server is away."""
    if engine.dialect.name == "sqlite":
        return None
    try:
        with engine.connect() as connection:
            answer = connection.scalar(text("SELECT clock_timestamp()"))
    except DBAPIError:
        return None
    return answer if isinstance(answer, datetime) else None


def revision_finding(connection: Connection) -> Finding:
    """Compare the structure with the one this release knows."""
    present, newest = present_revision(connection), known_revisions()[0]
    if present == newest:
        return well("数据库结构", f"{present}，已是最新")
    if present in known_revisions() or present is None:
        return wrong("数据库结构", f"现为 {present or '空库'}，应为 {newest}，请执行 zeyou database upgrade。")
    return wrong("数据库结构", f"{present} 来自更新的版本，请升级本软件。")


def durability_findings(connection: Connection) -> Iterator[Finding]:
    """Look at what decides whether a saved score survives a power cut."""
    if connection.dialect.name == "sqlite":
        for name, wanted in SQLITE_WANTED.items():
            found = connection.scalar(text(f"PRAGMA {name}"))
            yield well(name, str(found)) if found == wanted else wrong(name, f"现为 {found}，应为 {wanted}。")
        return
    if connection.scalar(text("SELECT pg_is_in_recovery()")):
        yield note("只读副本", "所连的是副本：公示名单、核对和备份照常，登录和保存不行。办理业务的主机请连主库。")
    for name, accepted in POSTGRES_WANTED.items():
        found = str(connection.scalar(text(f"SHOW {name}")))
        if found in accepted:
            yield well(name, found)
        else:
            yield wrong(name, f"现为 {found}：断电会丢失已确认的保存，请在 postgresql.conf 中改为 on。")
