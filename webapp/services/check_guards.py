"""Whether the database itself still refuses to change the ledger: the triggers are looked for by name."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from webapp.errors import Problem
from webapp.queries.ledgers import trigger_names

SQLITE = frozenset(
    f"{table}_{name}" for table in ("ledger_entry", "seal", "checkpoint") for name in ("no_update", "no_delete")
) | {"ledger_entry_at_the_end", "seal_at_the_end"}
POSTGRESQL = frozenset(f"{table}_append_only" for table in ("ledger_entry", "seal", "checkpoint"))


def check_guards(session: Session) -> Iterator[Problem]:
    """Name each trigger that is gone or switched off."""
    wanted = SQLITE if session.get_bind().dialect.name == "sqlite" else POSTGRESQL
    for name in sorted(wanted - trigger_names(session)):
        message = "数据库里防改动的触发器被移除或停用。"
        yield Problem(f"触发器 {name}", "guard-missing", message, {"table": "trigger", "key": name})
