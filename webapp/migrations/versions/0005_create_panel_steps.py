"""Create what a panel does beside scoring: reconsiderations, extra reviews, its opinion, the sample."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""

    create_reconsideration()
    op.create_table(
        "extra_review",
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("gain", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_extra_review_account_id")),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name=op.f("fk_extra_review_assignment_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_extra_review_round_id")),
        sa.PrimaryKeyConstraint("assignment_id", name=op.f("pk_extra_review")),
    )
    op.create_index(op.f("ix_extra_review_round_id"), "extra_review", ["round_id"])
    create_opinion()
    create_samples()


def create_reconsideration() -> None:
    """Add the table of reconsiderations."""
    op.create_table(
        "reconsideration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("area", sa.String(length=64), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("original", sa.JSON(), nullable=False),
        sa.Column("revised", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_reconsideration_account_id")),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name=op.f("fk_reconsideration_assignment_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_reconsideration_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reconsideration")),
        sa.UniqueConstraint("assignment_id", name=op.f("uq_reconsideration_assignment_id")),
    )
    op.create_index(op.f("ix_reconsideration_round_id"), "reconsideration", ["round_id"])


def create_opinion() -> None:
    """Add the table of the panel's opinion."""
    op.create_table(
        "panel_opinion",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("leader_seat_id", sa.Integer(), nullable=True),
        sa.Column("met_on", sa.String(length=32), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("sections", sa.JSON(), nullable=False),
        sa.Column("dissent", sa.Text(), nullable=False),
        sa.Column("conclusion", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_panel_opinion_account_id")),
        sa.ForeignKeyConstraint(["leader_seat_id"], ["seat.id"], name=op.f("fk_panel_opinion_leader_seat_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_panel_opinion_round_id")),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_panel_opinion")),
    )


def create_samples() -> None:
    """Add the tables of the sample and what was given for it."""
    op.create_table(
        "sample_case",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_sample_case_account_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_sample_case_round_id")),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_sample_case")),
    )
    op.create_table(
        "sample_review",
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("points", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_sample_review_round_id")),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_sample_review_seat_id")),
        sa.PrimaryKeyConstraint("seat_id", name=op.f("pk_sample_review")),
    )
    op.create_index(op.f("ix_sample_review_round_id"), "sample_review", ["round_id"])


def downgrade() -> None:
    """Take the change back."""

    op.drop_index(op.f("ix_sample_review_round_id"), table_name="sample_review")
    op.drop_table("sample_review")
    op.drop_table("sample_case")
    op.drop_table("panel_opinion")
    op.drop_index(op.f("ix_extra_review_round_id"), table_name="extra_review")
    op.drop_table("extra_review")
    op.drop_index(op.f("ix_reconsideration_round_id"), table_name="reconsideration")
    op.drop_table("reconsideration")
