"""Create what proves who somebody is: second factors, known devices, invitations, requests between administrators."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    create_keys()
    create_bookkeeping()
    op.add_column("account", sa.Column("phone", sa.Text(), nullable=True))
    op.add_column("account", sa.Column("password_set_at", sa.DateTime(timezone=True), nullable=True))
    for name in ("must_change_password", "is_demonstration"):
        op.add_column("account", sa.Column(name, sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("login_session", sa.Column("browser", sa.String(length=200), server_default="", nullable=False))
    op.add_column("login_session", sa.Column("code_passed", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("login_try", sa.Column("outcome", sa.String(length=16), server_default="wrong", nullable=False))
    op.add_column("login_try", sa.Column("device_hash", sa.String(length=64), server_default="", nullable=False))
    with op.batch_alter_table("objection") as objection:
        objection.alter_column("contact", type_=sa.Text(), existing_type=sa.String(length=200), existing_nullable=False)
    # What `zeyou run` opened before this release was for the demonstration, and so were the experts of its rounds.
    op.execute("UPDATE account SET is_demonstration = true WHERE display_name LIKE '%演示账号'")
    op.execute("UPDATE account SET is_demonstration = true WHERE role = 'expert' AND login LIKE 'nm-%demo-%'")
    op.execute("UPDATE account SET password_set_at = created_at")


def create_keys() -> None:
    """Create the tables of second factors and their recovery codes, past passwords and known devices."""
    op.create_table(
        "second_factor",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_second_factor_account_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_second_factor")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_recovery_code_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
    )
    op.create_index(op.f("ix_recovery_code_account_id"), "recovery_code", ["account_id"])
    op.create_table(
        "past_password",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("password_hash", sa.String(length=256), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_past_password_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_past_password")),
    )
    op.create_index(op.f("ix_past_password_account_id"), "past_password", ["account_id"])
    op.create_table(
        "known_device",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_known_device_account_id")),
        sa.PrimaryKeyConstraint("token_hash", "account_id", name=op.f("pk_known_device")),
    )


def create_bookkeeping() -> None:
    """Create the tables of invitations and of what one administrator asks of another."""
    op.create_table(
        "invitation",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_invitation_account_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_invitation")),
    )
    op.create_index(op.f("ix_invitation_account_id"), "invitation", ["account_id"])
    op.create_table(
        "account_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("role", sa.String(length=24), nullable=False),
        sa.Column("city", sa.String(length=64), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_granted", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_account_request_account_id")),
        sa.ForeignKeyConstraint(["asked_by"], ["account.id"], name=op.f("fk_account_request_asked_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_account_request_decided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_request")),
    )
    op.create_index(op.f("ix_account_request_account_id"), "account_request", ["account_id"])


def downgrade() -> None:
    """Take the change back."""
    with op.batch_alter_table("objection") as objection:
        objection.alter_column("contact", type_=sa.String(length=200), existing_type=sa.Text(), existing_nullable=False)
    for table, names in (
        ("login_try", ("device_hash", "outcome")),
        ("login_session", ("code_passed", "browser")),
        ("account", ("is_demonstration", "must_change_password", "password_set_at", "phone")),
    ):
        for name in names:
            op.drop_column(table, name)
    for table in ("account_request", "invitation", "known_device", "past_password", "recovery_code", "second_factor"):
        op.drop_table(table)
