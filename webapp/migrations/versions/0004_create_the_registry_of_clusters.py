"""Create the registry: recognised clusters, their reports, changes, incidents, re-reviews, revocations and lists."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""

    op.create_table(
        "cluster",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("certificate", sa.String(length=40), nullable=False),
        sa.Column("pack_id", sa.String(length=64), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("declaration_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("city", sa.String(length=64), nullable=False),
        sa.Column("county", sa.String(length=64), nullable=False),
        sa.Column("operator", sa.String(length=200), nullable=False),
        sa.Column("operator_account_id", sa.Integer(), nullable=True),
        sa.Column("industry", sa.String(length=120), nullable=False),
        sa.Column("pinyin_key", sa.String(length=200), nullable=False),
        sa.Column("stroke_key", sa.String(length=400), nullable=False),
        sa.Column("announced_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("n_extensions", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["declaration_id"], ["declaration.id"], name=op.f("fk_cluster_declaration_id")),
        sa.ForeignKeyConstraint(["operator_account_id"], ["account.id"], name=op.f("fk_cluster_operator_account_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_cluster_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cluster")),
        sa.UniqueConstraint("certificate", name=op.f("uq_cluster_certificate")),
        sa.UniqueConstraint("declaration_id", name=op.f("uq_cluster_declaration_id")),
    )
    op.create_index(op.f("ix_cluster_operator_account_id"), "cluster", ["operator_account_id"], unique=False)
    op.create_index(op.f("ix_cluster_round_id"), "cluster", ["round_id"], unique=False)
    op.create_table(
        "pool_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pack_id", sa.String(length=64), nullable=False),
        sa.Column("declaration_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("city", sa.String(length=64), nullable=False),
        sa.Column("county", sa.String(length=64), nullable=False),
        sa.Column("operator", sa.String(length=200), nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("left_reason", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_pool_entry_account_id")),
        sa.ForeignKeyConstraint(["declaration_id"], ["declaration.id"], name=op.f("fk_pool_entry_declaration_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pool_entry")),
        sa.UniqueConstraint("declaration_id", name=op.f("uq_pool_entry_declaration_id")),
    )
    op.create_table(
        "annual_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cluster_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("handed_in_on", sa.Date(), nullable=True),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("is_provisional", sa.Boolean(), nullable=False),
        sa.Column("result", sa.String(length=16), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_annual_report_account_id")),
        sa.ForeignKeyConstraint(["cluster_id"], ["cluster.id"], name=op.f("fk_annual_report_cluster_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annual_report")),
        sa.UniqueConstraint("cluster_id", "year", name=op.f("uq_annual_report_cluster_id_year")),
    )
    op.create_index(op.f("ix_annual_report_cluster_id"), "annual_report", ["cluster_id"], unique=False)
    op.create_table(
        "cluster_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cluster_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("is_provisional", sa.Boolean(), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=True),
        sa.Column("result", sa.String(length=16), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_cluster_change_account_id")),
        sa.ForeignKeyConstraint(["cluster_id"], ["cluster.id"], name=op.f("fk_cluster_change_cluster_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cluster_change")),
    )
    op.create_index(op.f("ix_cluster_change_cluster_id"), "cluster_change", ["cluster_id"], unique=False)
    op.create_table(
        "cluster_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cluster_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=32), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("target", sa.String(length=32), nullable=False),
        sa.Column("article", sa.String(length=32), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_cluster_step_account_id")),
        sa.ForeignKeyConstraint(["cluster_id"], ["cluster.id"], name=op.f("fk_cluster_step_cluster_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cluster_step")),
    )
    op.create_index(op.f("ix_cluster_step_cluster_id"), "cluster_step", ["cluster_id"], unique=False)
    op.create_table(
        "incident",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cluster_id", sa.Integer(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_incident_account_id")),
        sa.ForeignKeyConstraint(["cluster_id"], ["cluster.id"], name=op.f("fk_incident_cluster_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
    )
    op.create_index(op.f("ix_incident_cluster_id"), "incident", ["cluster_id"], unique=False)
    op.create_table(
        "national_recommendation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("pack_id", sa.String(length=64), nullable=False),
        sa.Column("cluster_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_national_recommendation_account_id")),
        sa.ForeignKeyConstraint(["cluster_id"], ["cluster.id"], name=op.f("fk_national_recommendation_cluster_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_national_recommendation")),
        sa.UniqueConstraint("year", "cluster_id", name=op.f("uq_national_recommendation_year_cluster_id")),
    )
    op.create_index(
        op.f("ix_national_recommendation_cluster_id"), "national_recommendation", ["cluster_id"], unique=False
    )
    op.create_table(
        "re_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cluster_id", sa.Integer(), nullable=False),
        sa.Column("applied_on", sa.Date(), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("declaration_id", sa.Integer(), nullable=True),
        sa.Column("old_expiry", sa.Date(), nullable=False),
        sa.Column("new_expiry", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(length=8), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_re_review_account_id")),
        sa.ForeignKeyConstraint(["cluster_id"], ["cluster.id"], name=op.f("fk_re_review_cluster_id")),
        sa.ForeignKeyConstraint(["declaration_id"], ["declaration.id"], name=op.f("fk_re_review_declaration_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_re_review_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_re_review")),
        sa.UniqueConstraint("declaration_id", name=op.f("uq_re_review_declaration_id")),
    )
    op.create_index(op.f("ix_re_review_cluster_id"), "re_review", ["cluster_id"], unique=False)
    op.create_table(
        "revocation_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=48), nullable=False),
        sa.Column("cluster_id", sa.Integer(), nullable=False),
        sa.Column("ground", sa.Integer(), nullable=False),
        sa.Column("article", sa.String(length=32), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("stated_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(length=8), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_revocation_case_account_id")),
        sa.ForeignKeyConstraint(["cluster_id"], ["cluster.id"], name=op.f("fk_revocation_case_cluster_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revocation_case")),
        sa.UniqueConstraint("number", name=op.f("uq_revocation_case_number")),
    )
    op.create_index(op.f("ix_revocation_case_cluster_id"), "revocation_case", ["cluster_id"], unique=False)


def downgrade() -> None:
    """Take the change back."""

    op.drop_index(op.f("ix_revocation_case_cluster_id"), table_name="revocation_case")
    op.drop_table("revocation_case")
    op.drop_index(op.f("ix_re_review_cluster_id"), table_name="re_review")
    op.drop_table("re_review")
    op.drop_index(op.f("ix_national_recommendation_cluster_id"), table_name="national_recommendation")
    op.drop_table("national_recommendation")
    op.drop_index(op.f("ix_incident_cluster_id"), table_name="incident")
    op.drop_table("incident")
    op.drop_index(op.f("ix_cluster_step_cluster_id"), table_name="cluster_step")
    op.drop_table("cluster_step")
    op.drop_index(op.f("ix_cluster_change_cluster_id"), table_name="cluster_change")
    op.drop_table("cluster_change")
    op.drop_index(op.f("ix_annual_report_cluster_id"), table_name="annual_report")
    op.drop_table("annual_report")
    op.drop_table("pool_entry")
    op.drop_index(op.f("ix_cluster_round_id"), table_name="cluster")
    op.drop_index(op.f("ix_cluster_operator_account_id"), table_name="cluster")
    op.drop_table("cluster")
