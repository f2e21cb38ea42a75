"""Which tables are sealed: all of them but those named here, so that a new table is not forgotten."""

from sqlalchemy import Table

from webapp.models.base import Base

# Nothing here can change a result: sign-in bookkeeping, work under way, and the seals themselves, which are chained.
SIGN_IN = {
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
UNSEALED = frozenset({*SIGN_IN, "job", "job_file", "notice", "notice_address", "outgoing", "seal"})


def is_sealed(name: str) -> bool:
    """Tell whether rows of the table are sealed."""
    return name in Base.metadata.tables and name not in UNSEALED


def sealed_tables() -> list[Table]:
    """List the sealed tables by name."""
    return [table for name, table in sorted(Base.metadata.tables.items()) if is_sealed(name)]
