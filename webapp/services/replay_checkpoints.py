"""The check of a bundle on signed heads: each is genuine and stands for an entry of this ledger."""

from collections.abc import Mapping
from typing import Any

from webapp.services.checkpoint_signature import SIGNED, SIGNED_ACTS, signature_holds

Parts = Mapping[str, Any]


def check_checkpoints(parts: Parts) -> str | None:
    """Whose key signed is for the reader to compare with the one the installation has published."""
    digests = {entry["sequence"]: entry["digest"] for entry in parts["ledger.json"]}
    heads = parts["checkpoints.json"]
    for head in heads:
        number = head["sequence"]
        if set(head) != {*SIGNED, "signature"} or not signature_holds(head):
            return f"checkpoints.json 中第 {number} 条处的检查点签名不符：被改动。"
        if digests.get(number) != head["digest"]:
            return f"checkpoints.json 中第 {number} 条处的检查点与留痕不符。"
    if len({head["public_key"] for head in heads}) > 1:
        return "checkpoints.json 由不同的密钥签名。"
    numbers = [head["sequence"] for head in heads]
    signed = [entry["sequence"] for entry in parts["ledger.json"] if entry["action"] in SIGNED_ACTS]
    missing = [number for number in signed if number not in numbers]
    if missing:
        return f"checkpoints.json 缺少第 {missing[0]} 条处的检查点。"
    return None if numbers == sorted(set(numbers)) else "checkpoints.json 的次序不对。"


def check_key(parts: Parts, public_key: str) -> str | None:
    """The heads are signed by the key that the installation has published."""
    wrong = [head for head in parts["checkpoints.json"] if head["public_key"] != public_key.strip().lower()]
    return "检查点不是用您给出的公钥对应的密钥签的。" if wrong or not parts["checkpoints.json"] else None
