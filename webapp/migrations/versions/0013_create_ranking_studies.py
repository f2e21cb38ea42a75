"""Create what is worked out beside a ranking; keep the parts of the sentence that shows a conflict."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "ranking_study",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["ranking_run.id"], name=op.f("fk_ranking_study_run_id")),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_ranking_study")),
    )
    op.create_table(
        "ranking_explanation",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("declaration_id", sa.Integer(), nullable=False),
        sa.Column("sheets", sa.JSON(), nullable=False),
        sa.Column("before_next", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["declaration_id"], ["declaration.id"], name=op.f("fk_ranking_explanation_declaration_id")
        ),
        sa.ForeignKeyConstraint(["run_id"], ["ranking_run.id"], name=op.f("fk_ranking_explanation_run_id")),
        sa.PrimaryKeyConstraint("run_id", "declaration_id", name=op.f("pk_ranking_explanation")),
    )
    op.add_column("conflict", sa.Column("evidence_parts", sa.JSON(), nullable=True))


def downgrade() -> None:
    """Take the change back."""
    op.drop_column("conflict", "evidence_parts")
    op.drop_table("ranking_explanation")
    op.drop_table("ranking_study")
