"""Nothing in the structure: the step at which sign-in bookkeeping, jobs and messages come under the seals."""

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change nothing; `upgrade_sealed` seals what lies there."""


def downgrade() -> None:
    """Take nothing back."""
