"""Make room for the name of an objector as it is encrypted; `upgrade_sealed` encrypts those that lie there."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    with op.batch_alter_table("objection") as batch:
        batch.alter_column("objector", existing_type=sa.String(length=100), type_=sa.Text(), existing_nullable=False)


def downgrade() -> None:
    """Take it back; a name that stays encrypted may be too long, and is blanked."""
    objection = sa.table("objection", sa.column("objector", sa.Text()))
    op.execute(objection.update().where(sa.func.length(objection.c.objector) > 100).values(objector=""))
    with op.batch_alter_table("objection") as batch:
        batch.alter_column("objector", existing_type=sa.Text(), type_=sa.String(length=100), existing_nullable=False)
