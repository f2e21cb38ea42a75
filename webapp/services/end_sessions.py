"""End an account's sessions at once: after a new password, a new role, a closed account, or on demand."""

from datetime import datetime

from sqlalchemy.orm import Session

from webapp.queries import accounts


def end_sessions(session: Session, *, account_id: int, now: datetime, keep: str | None = None) -> int:
    """End every open session but the kept one; return how many ended."""
    ending = [stay for stay in accounts.open_sessions(session, account_id) if stay.token_hash != keep]
    for stay in ending:
        stay.ended_at = now
    return len(ending)
