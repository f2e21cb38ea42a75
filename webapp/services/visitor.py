"""Who knocks at the entrance, and the hash under which tokens are kept."""

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True)
class Visitor:
    """From where, with which browser, and the mark an earlier sign-in left in it."""

    address: str
    browser: str = ""
    device: str = ""

    @property
    def device_hash(self) -> str:
        """The hash of the mark; empty for a browser never seen."""
        return hash_token(self.device) if self.device else ""


def hash_token(token: str) -> str:
    """Hash a token; the token itself is only in the browser or in the letter."""
    return hashlib.sha256(token.encode()).hexdigest()
