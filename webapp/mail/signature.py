"""The signature by which a gateway knows that a webhook is ours and fresh: HMAC-SHA256 over time and body."""

import hashlib
import hmac


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """Return the signature in hexadecimal of the timestamp, a full stop and the body."""
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
