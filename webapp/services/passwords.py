"""Argon2id hashes; the work is the same whether or not the account exists."""

import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

HASHER = PasswordHasher()

# What an account has that was never given a password: no hash, so nothing matches it.
UNSET = "none"


def hash_password(password: str) -> str:
    """Hash a password for storage."""
    return HASHER.hash(password)


def is_password(stored: str | None, password: str) -> bool:
    """Compare a password; an unknown account costs the same work and answers no."""
    is_known = stored is not None and stored != UNSET
    try:
        HASHER.verify(stored if is_known and stored else decoy(), password)
    except (VerifyMismatchError, InvalidHashError):
        return False
    return is_known


@cache
def decoy() -> str:
    """Return a hash that no password matches in practice, made once a process."""
    return HASHER.hash(secrets.token_hex(16))
