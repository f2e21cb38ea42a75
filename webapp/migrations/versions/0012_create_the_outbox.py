"""Create the outbox, the addresses and the texts of notices; give notices a kind and a key."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    create_outbox()
    op.create_table(
        "notice_address",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("mail", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_notice_address_account_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_notice_address")),
    )
    op.create_table(
        "notice_text",
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_notice_text_account_id")),
        sa.PrimaryKeyConstraint("kind", "language", name=op.f("pk_notice_text")),
    )
    with op.batch_alter_table("notice") as notice:
        notice.add_column(sa.Column("kind", sa.String(length=32), server_default="", nullable=False))
        notice.add_column(sa.Column("key", sa.String(length=160), nullable=True))
        notice.create_unique_constraint(op.f("uq_notice_key_account_id"), ["key", "account_id"])


def create_outbox() -> None:
    """Create the table of messages that leave the house."""
    op.create_table(
        "outgoing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("taken_by", sa.String(length=80), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_outgoing_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing")),
        sa.UniqueConstraint("key", "channel", "account_id", name=op.f("uq_outgoing_key_channel_account_id")),
    )
    op.create_index(op.f("ix_outgoing_account_id"), "outgoing", ["account_id"])
    op.create_index(op.f("ix_outgoing_state"), "outgoing", ["state"])


def downgrade() -> None:
    """Take the change back."""
    with op.batch_alter_table("notice") as notice:
        notice.drop_constraint(op.f("uq_notice_key_account_id"), type_="unique")
        notice.drop_column("key")
        notice.drop_column("kind")
    for table in ("notice_text", "notice_address", "outgoing"):
        op.drop_table(table)
