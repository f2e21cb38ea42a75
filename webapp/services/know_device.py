"""Remember a browser in which an account has signed in, so that strangers' failures do not shut it out."""

import secrets
from datetime import datetime

from sqlalchemy.orm import Session

from webapp.models import KnownDevice
from webapp.queries import sign_in_keys
from webapp.services.visitor import hash_token


def know_device(session: Session, account_id: int, device: str, now: datetime) -> str:
    """Return the browser's mark; one that already carries a mark keeps it."""
    device = device or secrets.token_urlsafe(24)
    found = sign_in_keys.device_of_account(session, hash_token(device), account_id)
    if found is None:
        session.add(KnownDevice(token_hash=hash_token(device), account_id=account_id, at=now))
    else:
        found.at = now
    return device
