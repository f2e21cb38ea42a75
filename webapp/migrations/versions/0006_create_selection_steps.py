"""Create what follows the ranking: spot checks, list entries, objections, the announcement."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""

    op.create_table(
        "announcement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("announced_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_announcement_account_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_announcement_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement")),
        sa.UniqueConstraint("round_id", name=op.f("uq_announcement_round_id")),
    )
    op.create_table(
        "list_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("publicity_id", sa.Integer(), nullable=False),
        sa.Column("declaration_id", sa.Integer(), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("standing", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["declaration_id"], ["declaration.id"], name=op.f("fk_list_entry_declaration_id")),
        sa.ForeignKeyConstraint(["publicity_id"], ["publicity.id"], name=op.f("fk_list_entry_publicity_id")),
        sa.ForeignKeyConstraint(["replaces_id"], ["declaration.id"], name=op.f("fk_list_entry_replaces_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_list_entry_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_entry")),
        sa.UniqueConstraint("declaration_id", name=op.f("uq_list_entry_declaration_id")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_list_entry_replaces_id")),
    )
    op.create_index(op.f("ix_list_entry_publicity_id"), "list_entry", ["publicity_id"])
    op.create_index(op.f("ix_list_entry_round_id"), "list_entry", ["round_id"])
    op.create_table(
        "objection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("declaration_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=48), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("objector", sa.String(length=100), nullable=False),
        sa.Column("contact", sa.String(length=200), nullable=False),
        sa.Column("claim", sa.Text(), nullable=False),
        sa.Column("filename", sa.String(length=160), nullable=False),
        sa.Column("media_type", sa.String(length=120), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("refusal", sa.JSON(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("investigators", sa.String(length=200), nullable=False),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("investigated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("decider", sa.String(length=64), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_objection_account_id")),
        sa.ForeignKeyConstraint(["declaration_id"], ["declaration.id"], name=op.f("fk_objection_declaration_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_objection_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection")),
        sa.UniqueConstraint("round_id", "number", name=op.f("uq_objection_round_id_number")),
    )
    op.create_index(op.f("ix_objection_declaration_id"), "objection", ["declaration_id"])
    op.create_index(op.f("ix_objection_round_id"), "objection", ["round_id"])
    op.create_table(
        "spot_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("declaration_id", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("picked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=True),
        sa.Column("visitors", sa.String(length=200), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_spot_check_account_id")),
        sa.ForeignKeyConstraint(["declaration_id"], ["declaration.id"], name=op.f("fk_spot_check_declaration_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_spot_check_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spot_check")),
        sa.UniqueConstraint("declaration_id", name=op.f("uq_spot_check_declaration_id")),
    )
    op.create_index(op.f("ix_spot_check_round_id"), "spot_check", ["round_id"])
    op.add_column("decision", sa.Column("decider", sa.String(length=64), server_default="", nullable=False))
    op.add_column("publicity", sa.Column("kind", sa.String(length=16), server_default="list", nullable=False))
    op.add_column("ranking_row", sa.Column("reason", sa.String(length=24), server_default="", nullable=False))
    # What was published before this release hung out in one list.
    op.execute(
        "INSERT INTO list_entry (round_id, publicity_id, declaration_id, standing, reason) "
        "SELECT decision.round_id, publicity.id, decision.declaration_id, 'in_publicity', '' "
        "FROM decision JOIN publicity ON publicity.round_id = decision.round_id WHERE decision.is_selected"
    )


def downgrade() -> None:
    """Take the change back."""

    op.drop_column("ranking_row", "reason")
    op.drop_column("publicity", "kind")
    op.drop_column("decision", "decider")
    op.drop_index(op.f("ix_spot_check_round_id"), table_name="spot_check")
    op.drop_table("spot_check")
    op.drop_index(op.f("ix_objection_round_id"), table_name="objection")
    op.drop_index(op.f("ix_objection_declaration_id"), table_name="objection")
    op.drop_table("objection")
    op.drop_index(op.f("ix_list_entry_round_id"), table_name="list_entry")
    op.drop_index(op.f("ix_list_entry_publicity_id"), table_name="list_entry")
    op.drop_table("list_entry")
    op.drop_table("announcement")
