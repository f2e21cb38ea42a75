"""Which tables are sealed: all of them but the seals themselves, which are chained."""

from sqlalchemy import Table

from webapp.models.base import Base

UNSEALED = frozenset({"seal"})
# What comes and goes without an act of its own: sign-in bookkeeping, work under way, messages. Whoever could write
# these could sign in as somebody else or hand a job other orders, so they are sealed like the rest.
SIGN_IN = frozenset(
    {
        "login_session",
        "login_try",
        "second_factor",
        "recovery_code",
        "past_password",
        "known_device",
        "invitation",
        "api_token",
        "api_answer",
    }
)
BOOKKEEPING = SIGN_IN | {"job", "job_file", "notice", "notice_address", "outgoing"}


def is_sealed(name: str) -> bool:
    """Tell whether rows of the table are sealed."""
    return name in Base.metadata.tables and name not in UNSEALED


def sealed_tables() -> list[Table]:
    """List the sealed tables by name."""
    return [table for name, table in sorted(Base.metadata.tables.items()) if is_sealed(name)]
