"""Codes that only the holder of the installation's key can make: HMAC with SHA-256 or SM3."""

import hashlib
import hmac

ALGORITHMS = ("sha256", "sm3")


def keyed_code(key: str, algorithm: str, text: str) -> str:
    """Return the HMAC as hexadecimal digits; SM3 comes from OpenSSL or, where that has none, from cryptography."""
    if algorithm not in ALGORITHMS:
        return ""
    if algorithm in hashlib.algorithms_available:
        return hmac.new(key.encode(), text.encode(), algorithm).hexdigest()
    return code_by_library(key, text)


def code_by_library(key: str, text: str) -> str:
    """Return HMAC-SM3 where Python's own OpenSSL was built without it."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.hmac import HMAC

    maker = HMAC(key.encode(), hashes.SM3())  # a national standard, no broken hash
    maker.update(text.encode())
    return maker.finalize().hex()
