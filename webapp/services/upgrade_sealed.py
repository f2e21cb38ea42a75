"""Upgrade the structure and seal anew what the migrations have touched; what was wrong before stays wrong."""

from datetime import datetime

from sqlalchemy import Engine, MetaData, Table, inspect
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from webapp.database import reading, transaction
from webapp.models.sealed_tables import BOOKKEEPING, is_sealed
from webapp.permissions import PUBLIC
from webapp.queries import ledgers, lists
from webapp.services.check_rows import check_rows
from webapp.services.ledger_codes import codes_of
from webapp.services.reseal_ledger import reseal_ledger
from webapp.services.schema_revision import known_revisions, present_revision
from webapp.services.sealed_state import sealed_state
from webapp.services.upgrade_schema import upgrade_schema


def upgrade_sealed(engine: Engine, now: datetime) -> None:
    """Bring the structure up to date; an act names the rows that had to be sealed anew."""
    with reading(engine) as session:
        before = present_revision(session.connection())
        if before == known_revisions()[0]:
            return
        faults = faults_before(session) if before else frozenset()
    upgrade_schema(engine)
    if before is None:
        return
    with reading(engine) as session:
        after = present_revision(session.connection())
    with transaction(engine) as session:
        encrypt_objectors(session)
        reason = f"升级数据库结构 {before} → {after}"
        reseal_ledger(session, actor=PUBLIC, reason=reason, now=now, leave=faults)


def encrypt_objectors(session: Session) -> None:
    """Encrypt the names of objectors that an older release kept in the clear."""
    for one in lists.all_named_objections(session):
        flag_modified(one, "objector")
    session.flush()


def faults_before(session: Session) -> frozenset[tuple[str, str]]:
    """Name the rows that do not fit their seals, read with the columns the old structure has."""
    connection = session.connection()
    names = set(inspect(connection).get_table_names())
    if "seal" not in names:
        return frozenset()
    old = MetaData()
    tables = [Table(name, old, autoload_with=connection) for name in sorted(names) if is_sealed(name)]
    state = sealed_state(ledgers.all_seals(session), codes_of(session).key)
    if BOOKKEEPING.isdisjoint(state.rows):  # an older release did not seal these
        tables = [table for table in tables if table.name not in BOOKKEEPING]
    return frozenset((str(one.values["table"]), str(one.values["key"])) for one in check_rows(session, state, tables))
