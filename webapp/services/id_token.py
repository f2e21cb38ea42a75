"""Check an ID token of OpenID Connect: RS256 or ES256 under a key the issuer publishes, for us, for now, for this try.

Only what the two algorithms need is read; the header chooses between them and nothing else. A key is taken by its
kind, so that a public key can never serve as the secret of another algorithm.
"""

import base64
import binascii
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

LEEWAY = 30
OLDEST = 600
SMALLEST_RSA = 2048
LONGEST = 16 * 1024
KINDS = {"RS256": "RSA", "ES256": "EC"}


class TokenRefusedError(ValueError):
    """The token proves nothing; the text says why, for the log."""


@dataclass(frozen=True)
class Expected:
    """What a token has to say: who issued it, for whom, in answer to which try."""

    issuer: str
    client_id: str
    nonce: str


def checked_claims(token: str, keys: Sequence[Any], expected: Expected, now: datetime) -> Mapping[str, Any]:
    """Return the claims of a token that holds."""
    parts = token.split(".") if len(token) <= LONGEST else []
    demand(len(parts) == 3, "not three parts")
    header, claims = (read_object(part) for part in parts[:2])
    algorithm = header.get("alg")
    demand(isinstance(algorithm, str) and algorithm in KINDS, "algorithm")
    demand("crit" not in header, "critical extension")
    key = chosen_key(keys, str(algorithm), header.get("kid"))
    demand(signature_holds(str(algorithm), key, f"{parts[0]}.{parts[1]}".encode(), unpadded(parts[2])), "signature")
    check_claims(claims, expected, now.timestamp())
    return claims


def check_claims(claims: Mapping[str, Any], expected: Expected, now: float) -> None:
    """Hold what the token says against what was asked; times are strict but for half a minute of clocks."""
    demand(claims.get("iss") == expected.issuer, "issuer")
    audience = claims.get("aud")
    several = audience if isinstance(audience, list) else [audience]
    demand(expected.client_id in several, "audience")
    demand(len(several) == 1 or "azp" in claims, "several audiences without a party")
    demand(claims.get("azp", expected.client_id) == expected.client_id, "party")
    demand(moment(claims, "exp") > now - LEEWAY, "expired")
    demand(now - OLDEST <= moment(claims, "iat") <= now + LEEWAY, "issued at another time")
    demand("nbf" not in claims or moment(claims, "nbf") <= now + LEEWAY, "not valid yet")
    nonce, subject = claims.get("nonce"), claims.get("sub")
    demand(isinstance(nonce, str) and hmac.compare_digest(nonce.encode(), expected.nonce.encode()), "nonce")
    demand(isinstance(subject, str) and 0 < len(subject) <= 255, "subject")


def moment(claims: Mapping[str, Any], name: str) -> float:
    """Return a moment in seconds; anything but a number is none."""
    value = claims.get(name)
    demand(isinstance(value, (int, float)) and not isinstance(value, bool), f"{name} is no number")
    return float(str(value))


def chosen_key(keys: Sequence[Any], algorithm: str, name: object) -> Mapping[str, Any]:
    """Return the one key of the right kind that the header names; without a name there may be only one."""
    fitting = [one for one in keys if isinstance(one, dict) and fits(one, algorithm)]
    named = [one for one in fitting if one.get("kid") == name] if name is not None else fitting
    demand(len(named) == 1, "no key, or several")
    return named[0]


def fits(key: Mapping[str, Any], algorithm: str) -> bool:
    """Tell whether a published key is one for signatures with the algorithm."""
    is_for_signing = key.get("use", "sig") == "sig" and key.get("alg", algorithm) == algorithm
    return is_for_signing and key.get("kty") == KINDS[algorithm] and (algorithm != "ES256" or key.get("crv") == "P-256")


def signature_holds(algorithm: str, key: Mapping[str, Any], signed: bytes, signature: bytes) -> bool:
    """Check the signature with the published numbers of the key."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
    from cryptography.hazmat.primitives.hashes import SHA256

    try:
        if algorithm == "RS256":
            modulus = number(key["n"])
            demand(modulus.bit_length() >= SMALLEST_RSA, "key too short")
            rsa.RSAPublicNumbers(number(key["e"]), modulus).public_key().verify(
                signature, signed, padding.PKCS1v15(), SHA256()
            )
        else:
            demand(len(signature) == 64, "signature")
            pair = encode_dss_signature(int.from_bytes(signature[:32]), int.from_bytes(signature[32:]))
            point = ec.EllipticCurvePublicNumbers(number(key["x"]), number(key["y"]), ec.SECP256R1())
            point.public_key().verify(pair, signed, ec.ECDSA(SHA256()))
    except (InvalidSignature, KeyError, TypeError, ValueError):
        return False
    return True


def number(text: str) -> int:
    """Read a number of a key."""
    return int.from_bytes(unpadded(text))


def unpadded(text: str) -> bytes:
    """Read base64url as these tokens write it, nothing else."""
    try:
        raw = base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (UnicodeEncodeError, binascii.Error) as error:
        raise TokenRefusedError("not base64url") from error
    demand(base64.urlsafe_b64encode(raw).rstrip(b"=").decode() == text, "not base64url")
    return raw


def read_object(part: str) -> Mapping[str, Any]:
    """Read a part as a JSON object in which no name stands twice."""
    try:
        found = json.loads(unpadded(part).decode(), object_pairs_hook=without_repetition)
    except (ValueError, RecursionError) as error:
        raise TokenRefusedError("not JSON") from error
    demand(isinstance(found, dict), "no object")
    return dict(found)


def without_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a name that stands twice: two readers might take different ones."""
    demand(len({name for name, _value in pairs}) == len(pairs), "a name twice")
    return dict(pairs)


def demand(holds: bool, why: str) -> None:
    """Refuse the token."""
    if not holds:
        raise TokenRefusedError(why)
