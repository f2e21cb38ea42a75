"""The checks of a bundle on who recorded what when: every part is the one an act of the ledger bound."""

import json
from collections.abc import Mapping
from typing import Any

from webapp.services.bundle_format import UNBOUND
from webapp.services.bundle_index import first_difference
from webapp.services.derived_numbers import chain_head
from webapp.services.ledger_digest import digest_entry

Parts = Mapping[str, Any]
ORDER = ("freeze round", "draw panel", "propose plan", "open scoring", "lock scores", "rank round", "decide list")
FIELDS = ("previous", "sequence", "at", "actor", "action", "facts")


def check_binding(parts: Parts) -> str | None:
    """Each part hashes to what the newest act that made it recorded; where not, say where it was changed."""
    bound, digests = bindings(parts["ledger.json"]), parts["manifest.json"]["files"]
    for name in sorted(set(parts) - set(UNBOUND)):
        place = first_difference(parts[name], parts["index.json"].get(name, {}))
        if name not in bound:
            return f"留痕中没有登记 {name} 的摘要。"
        sequence, digest = bound[name]
        if digests[name] != digest:
            return f"{name}{place or ''} 被改动：与第 {sequence} 条留痕登记的摘要不符。"
        if place is not None:
            return f"index.json 中 {name}{place} 的目录摘要被改动。"
    if "names.json" in parts and digests["names.json"] != sealed_digest(parts["ledger.json"]):
        return "names.json（密封的名单）被改动：与取走时留痕登记的摘要不符。"
    known = set(parts) - set(UNBOUND)
    strangers = sorted(set(parts["index.json"]) ^ known) or sorted(set(bound) - known)
    return f"缺少 {strangers[0]} 或其目录。" if strangers else None


def sealed_digest(entries: list[dict[str, Any]]) -> str | None:
    """The digest of the sealed names as the newest act that took them recorded it."""
    facts = [json.loads(entry["facts"]) for entry in entries if entry["action"] == "take sealed bundle"]
    return str(facts[-1]["sealed"]) if facts else None


def bindings(entries: list[dict[str, Any]]) -> dict[str, tuple[int, str]]:
    """Map each part to the newest entry that binds it."""
    found: dict[str, tuple[int, str]] = {}
    for entry in entries:
        for name, digest in json.loads(entry["facts"]).get("parts", {}).items():
            found[name] = (entry["sequence"], digest)
    return found


def check_title(parts: Parts) -> str | None:
    """The manifest names the round as the frozen settings do, and the head of the ledger as it is."""
    manifest, settings = parts["manifest.json"], parts["settings.json"]
    for name in ("round", "title"):
        if manifest[name] != settings[name]:
            return f"manifest.json/{name} 为“{manifest[name]}”，冻结的是“{settings[name]}”。"
    if manifest["head"] != chain_head(entry["digest"] for entry in parts["ledger.json"]):
        return "manifest.json/head 与留痕的末条哈希不符。"
    wrong = sorted(set(manifest) ^ {"format", "round", "title", "head", "files"})
    return f"manifest.json 多出或缺少 {wrong[0]}。" if wrong else None


def check_ledger_entries(parts: Parts) -> str | None:
    """Each entry's digest is right, the chain holds, and things happened in the only order that is fair."""
    entries = parts["ledger.json"]
    fault = broken_entry(entries)
    if fault is not None:
        return fault
    first = {name: [e["sequence"] for e in entries if e["action"] == name][:1] for name in ORDER}
    sequence = [number for name in ORDER for number in first[name]]
    return None if sequence == sorted(sequence) else "冻结、抽取、评分、锁定、排序的先后次序不对。"


def broken_entry(entries: list[dict[str, Any]]) -> str | None:
    """Name the first entry that does not fit: altered, moved, or one before it is missing."""
    before: list[dict[str, Any]] = []
    for entry in entries:
        number = entry["sequence"]
        if set(entry) != {*FIELDS, "digest"} or digest_entry(*(entry[name] for name in FIELDS)) != entry["digest"]:
            return f"第 {number} 条留痕（{entry['action']}）的内容与哈希不符。"
        if before and number <= before[-1]["sequence"]:
            return f"第 {number} 条留痕的次序不对。"
        if before and number == before[-1]["sequence"] + 1 and entry["previous"] != before[-1]["digest"]:
            return f"第 {number} 条留痕与上一条不衔接。"
        told = json.loads(entry["facts"]).get("entries")
        if told is not None and told != chain_head(one["digest"] for one in before):
            return f"第 {number} 条留痕之前的留痕有增减或改动。"
        before.append(entry)
    return None


def check_head(parts: Parts, head: str) -> str | None:
    """The head that somebody kept elsewhere stands in this ledger; what came later made nothing anew."""
    entries = parts["ledger.json"]
    digests = [entry["digest"] for entry in entries]
    for n in range(len(digests), 0, -1):
        if chain_head(digests[:n]) == head.strip().lower():
            later = bindings(entries[n:])
            return f"该核验码之后又重新形成了 {sorted(later)[0]}。" if later else None
    return "留痕与您保存的核验码不符：留痕被整体改写，或核验码不是本轮次的。"
