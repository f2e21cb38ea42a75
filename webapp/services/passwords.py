"""Argon2 hashes; the work is the same whether or not the account exists."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

HASHER = PasswordHasher()


def hash_password(password: str) -> str:
    """Hash a password for storage."""
    return HASHER.hash(password)


def is_password(stored: str | None, password: str) -> bool:
    """Compare a password; an unknown account costs the same work and answers no."""
    try:
        HASHER.verify(stored or decoy(), password)
    except (VerifyMismatchError, InvalidHashError):
        return False
    return stored is not None


@cache
def decoy() -> str:
    """Return a hash that no password matches in practice, made once a process."""
    import secrets

    return HASHER.hash(secrets.token_hex(16))
