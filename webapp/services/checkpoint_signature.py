"""Signed heads as data: what is signed, with what, and whether a signature holds; no database is needed to check."""

import hashlib
from collections.abc import Mapping

from webapp.services.ledger_digest import canonical

FORMAT = "zeyou-checkpoint-1"
SIGNED = ("format", "sequence", "digest", "root", "at", "public_key")
# After these acts somebody outside should hold a head: what came before cannot be rewritten unseen any more.
SIGNED_ACTS = frozenset(
    {
        "announce list",
        "decide list",
        "draw panel",
        "freeze round",
        "lock scores",
        "rank round",
        "sign checkpoint",
        "start publicity",
    }
)


def signed_head(ledger_key: str, sequence: int, digest: str, root: str, at: str) -> dict[str, object]:
    """Sign a head with Ed25519; the signing key is derived from the ledger's, so that one secret is enough."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    seed = hashlib.sha256(f"zeyou-checkpoint-key\n{ledger_key}".encode()).digest()
    private = Ed25519PrivateKey.from_private_bytes(seed)
    public = private.public_key().public_bytes_raw().hex()
    head: dict[str, object] = {
        "format": FORMAT,
        "sequence": sequence,
        "digest": digest,
        "root": root,
        "at": at,
        "public_key": public,
    }
    return head | {"signature": private.sign(canonical(head).encode()).hex()}


def signature_holds(head: Mapping[str, object]) -> bool:
    """Tell whether a head is signed by the key it names; whose key that is, the reader compares."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        signed = canonical({name: head[name] for name in SIGNED}).encode()
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(str(head["public_key"])))
        public.verify(bytes.fromhex(str(head["signature"])), signed)
    except (KeyError, ValueError, TypeError, InvalidSignature):
        return False
    return head["format"] == FORMAT
