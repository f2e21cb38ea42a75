"""Questions about tokens of programs and the answers kept for them."""

from datetime import datetime

from sqlalchemy import delete, select, text
from sqlalchemy.orm import Session

from webapp.models import Account, ApiAnswer, ApiToken


def token_by_hash(session: Session, token_hash: str, now: datetime) -> tuple[ApiToken, Account] | None:
    """Find a token that still opens and whose account may act: not closed, no new password due."""
    query = select(ApiToken, Account).join(Account, Account.id == ApiToken.account_id)
    query = query.where(ApiToken.token_hash == token_hash, ApiToken.revoked_at.is_(None), ApiToken.expires_at > now)
    found = session.execute(query.where(Account.active, Account.must_change_password.is_(False))).one_or_none()
    return (found[0], found[1]) if found else None


def tokens_of_account(session: Session, account_id: int) -> list[ApiToken]:
    """List the tokens of an account, the newest first."""
    query = select(ApiToken).where(ApiToken.account_id == account_id)
    return list(session.scalars(query.order_by(ApiToken.id.desc())))


def own_token(session: Session, account_id: int, token_id: int) -> ApiToken | None:
    """Find a token of the account."""
    query = select(ApiToken).where(ApiToken.id == token_id, ApiToken.account_id == account_id)
    return session.scalars(query).one_or_none()


def kept_answer(session: Session, account_id: int, key: str) -> ApiAnswer | None:
    """Find what was answered to the call with this key."""
    query = select(ApiAnswer).where(ApiAnswer.account_id == account_id, ApiAnswer.key == key)
    return session.scalars(query).one_or_none()


def await_key(session: Session, account_id: int, key: str) -> None:
    """Let the same call sent many times at once be worked on one after the other; SQLite's writers are already."""
    if session.get_bind().dialect.name == "postgresql":
        asked = text("SELECT pg_advisory_xact_lock(hashtext(:key), :account)")
        session.execute(asked, {"key": key, "account": account_id})


def drop_all_answers_before(session: Session, moment: datetime) -> None:
    """Forget everybody's answers of long ago."""
    session.execute(delete(ApiAnswer).where(ApiAnswer.at < moment))


def drop_answers_before(session: Session, account_id: int, moment: datetime) -> None:
    """Forget the account's answers of long ago."""
    session.execute(delete(ApiAnswer).where(ApiAnswer.account_id == account_id, ApiAnswer.at < moment))
