"""Open an account with a random password that is shown once and never stored."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from webapp.errors import Refusal
from webapp.models import Account
from webapp.permissions import PUBLIC, Role
from webapp.queries import accounts
from webapp.services.passwords import hash_password
from webapp.services.record_act import record_act

# Without characters that are mistaken for each other when read out or written down.
LETTERS = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789"


@dataclass(frozen=True)
class OpenedAccount:
    """The new account and the only copy of its password."""

    account_id: int
    login: str
    display_name: str
    role: Role
    password: str


@dataclass(frozen=True)
class NewPassword:
    """A random password with its hash, made before a transaction where there are many: each costs some 50 ms."""

    text: str
    hashed: str


def new_password() -> NewPassword:
    """Make a password and hash it."""
    text = random_password()
    return NewPassword(text, hash_password(text))


def create_account(
    session: Session,
    *,
    login: str,
    display_name: str,
    role: Role,
    now: datetime,
    city: str | None = None,
    is_demonstration: bool = False,
    password: NewPassword | None = None,
) -> OpenedAccount:
    """Open the account or refuse a name that is taken; its password is to be replaced at the first sign-in."""
    if accounts.account_by_login(session, login) is not None:
        raise Refusal("login-taken", "账号“{login}”已存在，请换一个账号名。", login=login)
    given = password or new_password()
    account = Account(
        login=login,
        display_name=display_name,
        role=role.value,
        city=city,
        password_hash=given.hashed,
        password_set_at=now,
        must_change_password=not is_demonstration,
        is_demonstration=is_demonstration,
        created_at=now,
    )
    session.add(account)
    session.flush()
    record_act(session, actor=PUBLIC, action="open account", facts={"account": account.id, "role": role.value}, now=now)
    return OpenedAccount(account.id, login, display_name, role, given.text)


def random_password() -> str:
    """Make a password of twelve characters that always holds a digit and both cases."""
    while True:
        word = "".join(secrets.choice(LETTERS) for _ in range(12))
        if any(c.isdigit() for c in word) and any(c.islower() for c in word) and any(c.isupper() for c in word):
            return word
