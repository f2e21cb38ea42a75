"""Whether the database still refuses to change the ledger: each trigger is as it was made, and no other is there."""

from collections.abc import Iterator, Mapping

from sqlalchemy.orm import Session

from webapp.errors import Problem
from webapp.queries.ledgers import trigger_texts

APPEND_ONLY = ("ledger_entry", "seal", "checkpoint")
NUMBERED = {"ledger_entry": "sequence", "seal": "number"}
FUNCTION = "BEGIN RAISE EXCEPTION 'append only: %', TG_TABLE_NAME; END"


def sqlite_guards() -> Mapping[str, str]:
    """Return the triggers as the migration wrote them."""
    refused = {
        f"{table}_no_{act.lower()}": f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
        "BEGIN SELECT RAISE(ABORT, 'append only'); END"
        for table in APPEND_ONLY
        for act in ("UPDATE", "DELETE")
    }
    at_the_end = {
        f"{table}_at_the_end": f"CREATE TRIGGER {table}_at_the_end BEFORE INSERT ON {table} "  # noqa: S608  # constants
        f"WHEN NEW.{column} <> (SELECT coalesce(max({column}), 0) + 1 FROM {table}) "
        "BEGIN SELECT RAISE(ABORT, 'append only'); END"
        for table, column in NUMBERED.items()
    }
    return refused | at_the_end


def postgresql_guards() -> Mapping[str, str]:
    """Return table, kind (before, per statement, on update, delete and truncate), function and its body."""
    return {f"{table}_append_only": f"{table} {2 + 8 + 16 + 32} zeyou_append_only {FUNCTION}" for table in APPEND_ONLY}


def check_guards(session: Session) -> Iterator[Problem]:
    """Name each trigger that is gone, switched off or rewritten, and each that nobody of us made."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    wanted, there = sqlite_guards() if is_sqlite else postgresql_guards(), trigger_texts(session)
    for name in sorted({*wanted, *there}):
        facts = {"table": "trigger", "key": name}
        if name not in there:
            yield Problem(f"触发器 {name}", "guard-missing", "数据库里防改动的触发器被移除或停用。", facts)
        elif name not in wanted:
            yield Problem(
                f"触发器 {name}", "guard-foreign", "数据库里有系统没有建立的触发器，可能暗中改动数据。", facts
            )
        elif there[name] != wanted[name]:
            yield Problem(f"触发器 {name}", "guard-altered", "数据库里防改动的触发器被改写，不再起作用。", facts)
