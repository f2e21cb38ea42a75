"""Create evidence and city steps; a declaration carries the city's stage and place."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""

    op.add_column("declaration", sa.Column("city_stage", sa.String(length=24), server_default="", nullable=False))
    op.add_column("declaration", sa.Column("city_place", sa.Integer(), nullable=True))
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("declaration_id", sa.Integer(), nullable=False),
        sa.Column("field_key", sa.String(length=64), nullable=True),
        sa.Column("material", sa.Integer(), nullable=True),
        sa.Column("filename", sa.String(length=160), nullable=False),
        sa.Column("media_type", sa.String(length=120), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_evidence_account_id")),
        sa.ForeignKeyConstraint(["declaration_id"], ["declaration.id"], name=op.f("fk_evidence_declaration_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    op.create_index(op.f("ix_evidence_declaration_id"), "evidence", ["declaration_id"])
    op.create_index(op.f("ix_evidence_sha256"), "evidence", ["sha256"])
    op.create_table(
        "city_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("declaration_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=32), nullable=False),
        sa.Column("target", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_city_step_account_id")),
        sa.ForeignKeyConstraint(["declaration_id"], ["declaration.id"], name=op.f("fk_city_step_declaration_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_city_step")),
    )
    op.create_index(op.f("ix_city_step_declaration_id"), "city_step", ["declaration_id"])


def downgrade() -> None:
    """Take the change back."""

    op.drop_index(op.f("ix_city_step_declaration_id"), table_name="city_step")
    op.drop_table("city_step")
    op.drop_index(op.f("ix_evidence_sha256"), table_name="evidence")
    op.drop_index(op.f("ix_evidence_declaration_id"), table_name="evidence")
    op.drop_table("evidence")
    with op.batch_alter_table("declaration", schema=None) as batch_op:
        batch_op.drop_column("city_place")
        batch_op.drop_column("city_stage")
