"""A tree of hashes over the ledger's digests (RFC 6962): one root stands for all, a short path proves one."""

import hashlib
from collections.abc import Sequence


def leaf_hash(digest: str) -> bytes:
    """Hash one entry's digest as a leaf."""
    return hashlib.sha256(b"\0" + bytes.fromhex(digest)).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two neighbours into one."""
    return hashlib.sha256(b"\1" + left + right).digest()


def merge_level(level: Sequence[bytes]) -> list[bytes]:
    """Hash neighbours in pairs; a last one without a neighbour goes up as it is."""
    pairs = [node_hash(level[place], level[place + 1]) for place in range(0, len(level) - 1, 2)]
    return pairs if len(level) % 2 == 0 else [*pairs, level[-1]]


def root_of(digests: Sequence[str]) -> str:
    """Return the root over all digests; of none, the hash of nothing."""
    level = [leaf_hash(digest) for digest in digests]
    if not level:
        return hashlib.sha256(b"").hexdigest()
    while len(level) > 1:
        level = merge_level(level)
    return level[0].hex()


def path_of(digests: Sequence[str], place: int) -> list[str]:
    """Return the neighbours on the way from one digest to the root, each with its side."""
    level, path = [leaf_hash(digest) for digest in digests], list[str]()
    while len(level) > 1:
        neighbour = place ^ 1
        if neighbour < len(level):
            path.append(("L" if neighbour < place else "R") + level[neighbour].hex())
        level, place = merge_level(level), place // 2
    return path


def root_by_path(digest: str, path: Sequence[str]) -> str:
    """Return the root that a digest and its path lead to."""
    hashed = leaf_hash(digest)
    for step in path:
        neighbour = bytes.fromhex(step[1:])
        hashed = node_hash(neighbour, hashed) if step[0] == "L" else node_hash(hashed, neighbour)
    return hashed.hex()
