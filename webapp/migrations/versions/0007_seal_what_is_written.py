"""Create seals and signed heads; the ledger refuses changes in the database as well."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

NUMBERED = {"ledger_entry": "sequence", "seal": "number"}
APPEND_ONLY = ("ledger_entry", "seal", "checkpoint")


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "seal",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("algorithm", sa.String(length=16), nullable=False),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_seal")),
    )
    op.create_table(
        "checkpoint",
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("root", sa.String(length=64), nullable=False),
        sa.Column("at", sa.String(length=40), nullable=False),
        sa.Column("public_key", sa.String(length=64), nullable=False),
        sa.Column("signature", sa.String(length=128), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_checkpoint")),
    )
    if op.get_bind().dialect.name == "sqlite":
        guard_sqlite()
    else:
        guard_postgresql()


def guard_sqlite() -> None:
    """Refuse UPDATE, DELETE and, because REPLACE deletes without a trigger, any INSERT but at the end."""
    for table in APPEND_ONLY:
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'append only'); END"
            )
    for table, column in NUMBERED.items():
        op.execute(
            f"CREATE TRIGGER {table}_at_the_end BEFORE INSERT ON {table} "  # noqa: S608  # names of this file only
            f"WHEN NEW.{column} <> (SELECT coalesce(max({column}), 0) + 1 FROM {table}) "
            "BEGIN SELECT RAISE(ABORT, 'append only'); END"
        )


def guard_postgresql() -> None:
    """Refuse UPDATE, DELETE and TRUNCATE for every role that is not superuser with triggers switched off."""
    op.execute(
        "CREATE FUNCTION zeyou_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'append only: %', TG_TABLE_NAME; END $$"
    )
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION zeyou_append_only()"
        )


def downgrade() -> None:
    """Take the change back."""
    if op.get_bind().dialect.name == "sqlite":
        for name in ("no_update", "no_delete", "at_the_end"):
            op.execute(f"DROP TRIGGER ledger_entry_{name}")
    else:
        op.execute("DROP TRIGGER ledger_entry_append_only ON ledger_entry")
    op.drop_table("checkpoint")
    op.drop_table("seal")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION zeyou_append_only()")
