"""Keep what pages after the lock show of every score: how far panels are apart, what a visit is proposed for.

Rounds that were locked before have none of it yet: it is worked out when somebody looks, or by a worker.
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "kept_figure",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_kept_figure_round_id")),
        sa.PrimaryKeyConstraint("round_id", "name", name=op.f("pk_kept_figure")),
    )
    op.create_table(
        "panel_spread",
        sa.Column("declaration_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("span", "sd", "mean")),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("place", "beyond")),
        sa.Column("area", sa.String(64), nullable=False),
        sa.Column("reviews", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["declaration_id"], ["declaration.id"], name=op.f("fk_panel_spread_declaration_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_panel_spread_round_id")),
        sa.PrimaryKeyConstraint("declaration_id", name=op.f("pk_panel_spread")),
    )
    op.create_index("ix_panel_spread_round_id_span", "panel_spread", ["round_id", "span", "sd", "place"])
    op.create_table(
        "spot_candidate",
        sa.Column("run_id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("place", "declaration_id", "rank")),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["ranking_run.id"], name=op.f("fk_spot_candidate_run_id")),
        sa.ForeignKeyConstraint(["declaration_id"], ["declaration.id"], name=op.f("fk_spot_candidate_declaration_id")),
        sa.PrimaryKeyConstraint("run_id", "place", name=op.f("pk_spot_candidate")),
    )
    named = "ix_spot_candidate_run_id_declaration_id"
    op.create_index(named, "spot_candidate", ["run_id", "declaration_id"], unique=True)


def downgrade() -> None:
    """Take the change back."""
    for name in ("spot_candidate", "panel_spread", "kept_figure"):
        op.drop_table(name)
