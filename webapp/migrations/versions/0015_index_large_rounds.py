"""Index what lists of large rounds ask for; keep a plan's two totals beside it, so that it need not be read whole."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

INDEXES = (
    ("ix_declaration_round_id_state", "declaration", ["round_id", "state"]),
    ("ix_declaration_city", "declaration", ["city", "round_id"]),
    ("ix_assignment_seat_id_live", "assignment", ["seat_id", "is_withdrawn", "declaration_id"]),
    ("ix_review_assignment_id_state", "review", ["assignment_id", "state", "submitted_at"]),
    ("ix_ranking_row_run_id_position", "ranking_row", ["run_id", "position"]),
    ("ix_ledger_entry_action", "ledger_entry", ["action", "sequence"]),
)


def upgrade() -> None:
    """Apply the change."""
    for name, table, columns in INDEXES:
        op.create_index(name, table, columns)
    op.add_column("assignment_plan", sa.Column("total", sa.Double(), nullable=True))
    op.add_column("assignment_plan", sa.Column("bound", sa.Double(), nullable=True))
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    read = "json_extract(outcome, '$.{0}')" if is_sqlite else "CAST(outcome ->> '{0}' AS DOUBLE PRECISION)"
    op.execute(f"UPDATE assignment_plan SET total = {read.format('total')}, bound = {read.format('bound')}")  # noqa: S608  # constants


def downgrade() -> None:
    """Take the change back."""
    op.drop_column("assignment_plan", "bound")
    op.drop_column("assignment_plan", "total")
    for name, table, _columns in INDEXES:
        op.drop_index(name, table)
