"""Create the table of what the assignment room shows of a plan, a page at a time."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change; plans stored before keep their fits as they are and are described when they are looked at."""
    op.create_table(
        "plan_page",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("page", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["assignment_plan.id"], name=op.f("fk_plan_page_plan_id")),
        sa.PrimaryKeyConstraint("plan_id", "page", name=op.f("pk_plan_page")),
    )


def downgrade() -> None:
    """Take the change back."""
    op.drop_table("plan_page")
