"""What must not be changed unseen: the heads noted beside the database, and the rights the database gives."""

import sqlite3
from collections.abc import Iterator

from sqlalchemy import Connection, Engine, func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from webapp.database import reading
from webapp.errors import Refusal
from webapp.models import Base, Seal
from webapp.models.noted_heads import noted_heads
from webapp.services.check_heads import check_noted, standing_heads
from webapp.services.database_roles import APPEND_ONLY
from webapp.services.examination.finding import Finding, note, well, wrong
from webapp.services.require_ledger_key import ledger_key_fits
from webapp.services.schema_revision import known_revisions, present_revision
from webapp.settings import Settings

NEEDED = {False: ("SELECT", "INSERT", "UPDATE", "DELETE"), True: ("SELECT", "INSERT")}
MOST_NAMED = 4


def examine_trust(engine: Engine, settings: Settings, missing_keys: list[str]) -> Iterator[Finding]:
    """Look at the noted heads and at what the database lets this account do; a database that is away has been told."""
    try:
        with reading(engine) as session:
            if present_revision(session.connection()) != known_revisions()[0]:
                return
            # With another key than the record's own, every line would look wrong.
            if "ledger-key" not in missing_keys and ledger_key_fits(session, settings.ledger_key) is not False:
                yield heads_finding(session, settings)
            if engine.dialect.name == "postgresql":
                yield rights_finding(session.connection())
    except (DBAPIError, sqlite3.Error, Refusal):
        return


def heads_finding(session: Session, settings: Settings) -> Finding:
    """Look whether the file of noted heads is whole and does not know of seals the database has lost."""
    newest, n_seals = session.execute(select(func.max(Seal.number), func.count(Seal.number))).one()
    path, key = settings.ledger_heads, settings.ledger_key
    faults = list(check_noted(path, key, n_seals))
    last = standing_heads(noted_heads(path), key).last
    remedy = (
        f"请从备份取回 {path}，并执行 zeyou ledger verify 逐条核对；确属迁移或恢复的，用 zeyou ledger reseal 说明原因。"
    )
    if faults:
        return wrong("库外登记", f"{faults[0].message}{remedy}")
    if last > (newest or 0):
        return wrong("库外登记", f"已登记到第 {last} 条封存，库内只到第 {newest or 0} 条：末尾的记录不见了。{remedy}")
    return well("库外登记", f"{path.name} 完整，登记到第 {last} 条封存")


def rights_finding(connection: Connection) -> Finding:
    """Look whether the account of the database may do its work, and no more with the ledger than add to it."""
    account = connection.scalar(text("SELECT current_user"))
    lacking, too_much = [], []
    for name in sorted(Base.metadata.tables):
        is_kept = name in APPEND_ONLY
        lacking += [f"{name}（{right}）" for right in NEEDED[is_kept] if not may(connection, name, right)]
        too_much += [name for right in ("UPDATE", "DELETE") if is_kept and may(connection, name, right)]
    if lacking:
        named = "、".join(lacking[:MOST_NAMED]) + (f"等 {len(lacking)} 项" if len(lacking) > MOST_NAMED else "")
        return wrong(
            "数据库权限",
            f"账号 {account} 缺少权限：{named}。请由库的所有者执行 zeyou database roles --role {account} 列出的语句"
            "（升级后新增的表也须重新授权）。",
        )
    if too_much:
        return note(
            "数据库权限",
            f"账号 {account} 能改动、删除留痕。建议按 zeyou database roles 建立受限账号，供网页和后台任务使用。",
        )
    return well("数据库权限", f"账号 {account} 可以办理业务，不能改动留痕")


def may(connection: Connection, table: str, right: str) -> bool:
    """Ask the database whether the account has a right to a table."""
    asked = text("SELECT has_table_privilege(current_user, to_regclass(:name), :right)")
    return bool(connection.scalar(asked, {"name": f'public."{table}"', "right": right}))
