"""Check receipts without server and database: content, entry, proof and signature."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from webapp.errors import Problem
from webapp.services.checkpoint_signature import signature_holds
from webapp.services.ledger_digest import digest_entry
from webapp.services.merkle import root_by_path
from webapp.services.review_content import content_digest
from webapp.services.score_receipts import FORMAT


def verify_receipts(told: Mapping[str, Any], public_key: str | None = None) -> tuple[Problem, ...]:
    """Return everything that does not hold; a file of another shape is one problem."""
    try:
        return tuple(problems_of(told, public_key))
    except (KeyError, TypeError, ValueError, IndexError) as error:
        return (Problem("回执", "no-receipt", "文件不是回执，或内容不全（{why}）。", {"why": error}),)


def problems_of(told: Mapping[str, Any], public_key: str | None) -> Iterator[Problem]:
    """Check the signed head, then each receipt against it."""
    head = told["checkpoint"]
    if told["format"] != FORMAT or not told["receipts"]:
        yield Problem("回执", "no-receipt", "文件不是回执，或内容不全（{why}）。", {"why": told["format"]})
    if not signature_holds(head):
        yield Problem("检查点", "signature-wrong", "检查点的签名不符。")
    if public_key is not None and head["public_key"] != public_key:
        yield Problem("检查点", "other-key", "检查点不是用您给出的公钥对应的密钥签的。")
    for receipt in told["receipts"]:
        yield from problems_of_receipt(receipt, head["root"])


def problems_of_receipt(receipt: Mapping[str, Any], root: str) -> Iterator[Problem]:
    """Check that the entry speaks of this content, hashes to its digest, and lies under the root."""
    content, entry = receipt["content"], receipt["entry"]
    where = str(content["declaration"])
    facts = json.loads(entry["facts"])
    if facts.get("content") != content_digest(content) or facts["assignment"] != content["assignment"]:
        yield Problem(where, "content-wrong", "评分内容与留痕登记的哈希不符。")
    fields = (entry[name] for name in ("previous", "sequence", "at", "actor", "action", "facts"))
    if entry["action"] != "submit review" or digest_entry(*fields) != entry["digest"]:
        yield Problem(where, "entry-wrong", "留痕记录与其哈希不符。")
    if root_by_path(entry["digest"], receipt["path"]) != root:
        yield Problem(where, "path-wrong", "证明路径不通向检查点的根。")
