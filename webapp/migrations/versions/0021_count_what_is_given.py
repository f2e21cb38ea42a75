"""Keep beside each review how many of its criteria are given, and beside each round how often what is declared changed.

A long desk need not go through its scores, nor a picture of the round through its declarations.
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_conflict_round_id_source": ("conflict", ("round_id", "source", "expert_id", "declaration_id")),
    "ix_review_submitted_at": ("review", ("submitted_at",)),
}
COUNT = (
    "INSERT INTO review_tally SELECT review_id, count(*) FROM score"
    " WHERE hundredths IS NOT NULL OR is_not_applicable GROUP BY review_id"
)


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "review_tally",
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("n_given", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_review_tally_review_id")),
        sa.PrimaryKeyConstraint("review_id", name=op.f("pk_review_tally")),
    )
    op.execute(COUNT)
    op.add_column("round_tally", sa.Column("n_changes", sa.Integer(), nullable=False, server_default="0"))
    for name, (table, columns) in INDEXES.items():
        op.create_index(name, table, list(columns))


def downgrade() -> None:
    """Take the change back."""
    for name, (table, _columns) in INDEXES.items():
        op.drop_index(name, table)
    op.drop_column("round_tally", "n_changes")
    op.drop_table("review_tally")
