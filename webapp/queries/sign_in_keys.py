"""Questions about second factors, recovery codes, past passwords, known devices and invitations."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from webapp.models import (
    Account,
    Invitation,
    KnownDevice,
    LoginSession,
    LoginTry,
    PastPassword,
    RecoveryCode,
    SecondFactor,
)


def device_of_account(session: Session, token_hash: str, account_id: int) -> KnownDevice | None:
    """Find the mark of a browser in which the account has signed in."""
    return session.get(KnownDevice, (token_hash, account_id))


def is_device_of_login(session: Session, token_hash: str, login: str) -> bool:
    """Tell whether the account of that name has signed in from the browser."""
    query = select(KnownDevice.at).join(Account, Account.id == KnownDevice.account_id)
    return (
        session.execute(query.where(KnownDevice.token_hash == token_hash, Account.login == login)).first() is not None
    )


def past_passwords(session: Session, account_id: int, limit: int) -> list[str]:
    """List the newest past hashes of an account."""
    query = select(PastPassword.password_hash).where(PastPassword.account_id == account_id)
    return list(session.scalars(query.order_by(PastPassword.id.desc()).limit(limit)))


def second_factor(session: Session, account_id: int) -> SecondFactor | None:
    """Find the account's second factor, confirmed or not."""
    return session.get(SecondFactor, account_id)


def second_factor_to_use(session: Session, account_id: int) -> SecondFactor | None:
    """Find the second factor, held against a second code at the same moment."""
    return session.get(SecondFactor, account_id, with_for_update=True)


def is_enrolled(session: Session, account_id: int) -> bool:
    """Tell whether the account signs in with a second factor."""
    query = select(SecondFactor.confirmed_at).where(SecondFactor.account_id == account_id)
    return session.scalar(query) is not None


def recovery_codes(session: Session, account_id: int) -> list[RecoveryCode]:
    """List the recovery codes that are not used yet."""
    query = select(RecoveryCode).where(RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None))
    return list(session.scalars(query.with_for_update()))


def invitation_by_hash(session: Session, token_hash: str) -> tuple[Invitation, Account] | None:
    """Find an invitation that has not been used, with its account."""
    query = select(Invitation, Account).join(Account, Account.id == Invitation.account_id)
    found = session.execute(
        query.where(Invitation.token_hash == token_hash, Invitation.used_at.is_(None)).with_for_update()
    ).one_or_none()
    return (found[0], found[1]) if found else None


def open_invitations(session: Session, account_id: int) -> list[Invitation]:
    """List the account's invitations that have not been used."""
    return list(
        session.scalars(select(Invitation).where(Invitation.account_id == account_id, Invitation.used_at.is_(None)))
    )


def forget_keys(session: Session, account_id: int) -> None:
    """Delete everything that could prove who the account's holder is."""
    for table in (SecondFactor, RecoveryCode, PastPassword, KnownDevice, Invitation):
        session.execute(delete(table).where(table.account_id == account_id))


def forget_tries(session: Session, account_id: int, login: str) -> None:
    """Delete from where the account's holder came: sessions and failed tries."""
    session.execute(delete(LoginSession).where(LoginSession.account_id == account_id))
    session.execute(delete(LoginTry).where(LoginTry.login == login))


def forget_second_factor(session: Session, account_id: int) -> None:
    """Delete the second factor and its recovery codes."""
    for table in (SecondFactor, RecoveryCode):
        session.execute(delete(table).where(table.account_id == account_id))


def drop_stale_devices(session: Session, before: datetime) -> None:
    """Forget browsers that nobody has signed in from for long."""
    session.execute(delete(KnownDevice).where(KnownDevice.at < before))
