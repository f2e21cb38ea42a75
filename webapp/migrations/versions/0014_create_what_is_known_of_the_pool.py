"""Create the tables of units and ties, the answers about namesakes and the applicants' requests of recusal."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    create_units_and_ties()
    create_answers()
    op.create_table(
        "recusal_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("declaration_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("asked", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_recusal_request_account_id")),
        sa.ForeignKeyConstraint(["declaration_id"], ["declaration.id"], name=op.f("fk_recusal_request_declaration_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_recusal_request_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recusal_request")),
    )
    for column in ("round_id", "declaration_id"):
        op.create_index(op.f(f"ix_recusal_request_{column}"), "recusal_request", [column])


def create_units_and_ties() -> None:
    """Create the organiser's two tables."""
    op.create_table(
        "known_unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_known_unit")),
        sa.UniqueConstraint("name", name=op.f("uq_known_unit_name")),
    )
    people = ("person_a", "unit_a", "person_b", "unit_b", "kind")
    op.create_table(
        "known_tie",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_a", sa.String(length=64), nullable=False),
        sa.Column("unit_a", sa.String(length=200), nullable=False),
        sa.Column("person_b", sa.String(length=64), nullable=False),
        sa.Column("unit_b", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_known_tie")),
        sa.UniqueConstraint(*people, name=op.f(f"uq_known_tie_{'_'.join(people)}")),
    )


def create_answers() -> None:
    """Create the answers about namesakes and the rows merged by them."""
    op.create_table(
        "pool_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("experts", sa.JSON(), nullable=False),
        sa.Column("is_same", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_pool_answer_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pool_answer")),
    )
    op.create_table(
        "merged_expert",
        sa.Column("expert_id", sa.Integer(), nullable=False),
        sa.Column("kept_id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["answer_id"], ["pool_answer.id"], name=op.f("fk_merged_expert_answer_id")),
        sa.ForeignKeyConstraint(["expert_id"], ["expert.id"], name=op.f("fk_merged_expert_expert_id")),
        sa.ForeignKeyConstraint(["kept_id"], ["expert.id"], name=op.f("fk_merged_expert_kept_id")),
        sa.PrimaryKeyConstraint("expert_id", name=op.f("pk_merged_expert")),
    )
    op.create_index(op.f("ix_merged_expert_kept_id"), "merged_expert", ["kept_id"])


def downgrade() -> None:
    """Take the change back."""
    for table in ("merged_expert", "pool_answer", "known_tie", "known_unit", "recusal_request"):
        op.drop_table(table)
