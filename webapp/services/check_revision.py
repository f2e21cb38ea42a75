"""Whether the database says of its own structure what this release expects; no seal covers that row."""

from collections.abc import Iterator

from sqlalchemy import inspect, text
from sqlalchemy.orm import Session

from webapp.errors import Problem
from webapp.services.schema_revision import known_revisions

TABLE = "alembic_version"


def check_revision(session: Session) -> Iterator[Problem]:
    """Name the expected number where it is missing, and every other that stands there."""
    newest, there = known_revisions()[0], list[str]()
    if inspect(session.connection()).has_table(TABLE):
        there = [str(one) for one in session.scalars(text(f"SELECT version_num FROM {TABLE}"))]  # noqa: S608  # a constant
    for key in sorted({newest, *there}) if there != [newest] else ():
        if key != newest or there.count(key) != 1:
            message = "数据库结构的版本号应为 {newest}，实为 {found}：被改动、删除或插入。"
            facts = {"table": TABLE, "key": key, "newest": newest, "found": "、".join(there) or "—"}
            yield Problem(f"数据库结构版本 {TABLE} {key}", "revision-altered", message, facts)
