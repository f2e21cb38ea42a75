"""Which structure a database has, and which one this release wants."""

from sqlalchemy import Connection

from webapp.services.upgrade_schema import MIGRATIONS


def present_revision(connection: Connection) -> str | None:
    """Return the revision the database is at; None before the first migration."""
    from alembic.migration import MigrationContext

    return MigrationContext.configure(connection).get_current_revision()


def known_revisions() -> list[str]:
    """List the revisions of this release, newest first."""
    from alembic.script import ScriptDirectory

    return [one.revision for one in ScriptDirectory(str(MIGRATIONS)).walk_revisions()]
