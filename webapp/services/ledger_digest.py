"""How an entry of the ledger is hashed: anyone can do it again, no key is needed."""

import hashlib
import json


def canonical(value: object) -> str:
    """Write a value as JSON that is the same on every machine."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_entry(previous: str, sequence: int, at: str, actor: str, action: str, facts: str) -> str:
    """Hash an entry together with the digest of the entry before it."""
    text = canonical([previous, sequence, at, actor, action, facts])
    return hashlib.sha256(text.encode()).hexdigest()
