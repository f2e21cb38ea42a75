"""The experts' names beside a bundle, sealed with two passphrases so that neither holder opens them alone."""

import base64
import json
import secrets
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from webapp.errors import Refusal
from webapp.models import Round
from webapp.queries import panels
from webapp.services.expert_profiles import expert_key
from webapp.services.record_act import canonical

FORMAT = "zeyou-names-1"
SHORTEST = 10
# scrypt at about 64 MB and a fifth of a second: slow to guess, quick enough to open.
COST = {"n": 2**16, "r": 8, "p": 1}


def names_of_round(session: Session, found: Round) -> list[dict[str, str]]:
    """Who is behind each key and pseudonym."""
    return [
        {"pseudonym": seat.pseudonym, "key": expert_key(expert.id), "name": expert.name, "unit": expert.unit}
        for seat, expert in panels.seats_of_round(session, found.id)
    ]


def seal_names(names: list[dict[str, str]], holders: tuple[str, str]) -> dict[str, Any]:
    """Encrypt the list with AES-256-GCM under a key from both passphrases."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    if any(len(one) < SHORTEST for one in holders):
        raise Refusal("passphrase-short", "口令至少 {n} 个字符。", n=SHORTEST)
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    hidden = AESGCM(key_of(holders, salt)).encrypt(nonce, canonical(names).encode(), FORMAT.encode())
    texts = {"salt": salt, "nonce": nonce, "sealed": hidden}
    return {"format": FORMAT, "scrypt": COST} | {name: base64.b64encode(one).decode() for name, one in texts.items()}


def open_names(part: Mapping[str, Any], holders: tuple[str, str]) -> list[dict[str, str]]:
    """Decrypt; a wrong passphrase and a changed file are told alike, for they cannot be told apart."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        salt, nonce, hidden = (base64.b64decode(part[name]) for name in ("salt", "nonce", "sealed"))
        plain = AESGCM(key_of(holders, salt)).decrypt(nonce, hidden, FORMAT.encode())
    except (KeyError, ValueError, InvalidTag) as error:
        raise Refusal("names-not-opened", "打不开：口令不对，或密封的名单被改动。") from error
    names: list[dict[str, str]] = json.loads(plain)
    return names


def key_of(holders: tuple[str, str], salt: bytes) -> bytes:
    """Derive the key from the two passphrases in their order."""
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    return Scrypt(salt=salt, length=32, **COST).derive(canonical(list(holders)).encode())
