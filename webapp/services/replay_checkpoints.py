"""The check of a bundle on signed heads: each is genuine and stands for an entry of this ledger."""

from collections.abc import Mapping
from typing import Any

from webapp.services.checkpoint_signature import SIGNED, signature_holds

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
    return None if numbers == sorted(set(numbers)) else "checkpoints.json 的次序不对。"
