"""The check of a bundle on what came after a lock: only recorded answers and extra reviews changed the scores."""

import json
from collections.abc import Mapping
from typing import Any

from webapp.services.derived_numbers import part_digest

Parts = Mapping[str, Any]
Row = list[Any]


def check_reconsiderations(parts: Parts) -> str | None:
    """Undoing what is recorded after each lock gives the scores that lock fixed."""
    panel = parts.get("panel.json") or {"reconsiderations": [], "extra_reviews": []}
    fault = differing_revision(panel, parts["scores.json"])
    if fault is not None:
        return fault
    for lock in (entry for entry in parts["ledger.json"] if entry["action"] == "lock scores"):
        rows = scores_at(parts, panel, lock["sequence"])
        is_whole = rows is parts["scores.json"]
        digest = parts["manifest.json"]["files"]["scores.json"] if is_whole else part_digest(rows)
        if digest != json.loads(lock["facts"])["scores"]:
            return f"第 {lock['sequence']} 条留痕锁定之后，评分有复议与补评之外的改动。"
    return None


def differing_revision(panel: Mapping[str, Any], scores: list[Row]) -> str | None:
    """The revised points are those that count; upheld and unanswered ones are the original."""
    present = {(row[0], row[1], row[2]): row[3:5] for row in scores} if panel["reconsiderations"] else {}
    for one in panel["reconsiderations"]:
        where = f"{one['declaration']} {one['expert']}"
        counted = one["revised"] or one["original"]
        if any(present.get((one["declaration"], one["expert"], key)) != value for key, value in counted.items()):
            return f"{where} 复议后的分数与评分不一致。"
        if one["state"] != "revised" and one["revised"] and one["revised"] != one["original"]:
            return f"{where} 没有修改，复议前后却不一致。"
        if one["state"] in ("revised", "upheld") and not one["reason"].strip():
            return f"{where} 的复议没有理由。"
    return None


def scores_at(parts: Parts, panel: Mapping[str, Any], sequence: int) -> list[Row]:
    """The scores as they stood at an entry of the ledger."""
    later = [entry for entry in parts["ledger.json"] if entry["sequence"] > sequence]
    facts = [(entry["action"], json.loads(entry["facts"])) for entry in later]
    answered = {(one["declaration"], one["expert"]) for action, one in facts if action == "reconsider review"}
    handed_in = {one["assignment"] for action, one in facts if action == "submit review"}
    before = {
        (one["declaration"], one["expert"], key): value
        for one in panel["reconsiderations"]
        if (one["declaration"], one["expert"]) in answered
        for key, value in one["original"].items()
    }
    added = {(one["declaration"], one["expert"]) for one in panel["extra_reviews"] if one["assignment"] in handed_in}
    if not before and not added:
        scores: list[Row] = parts["scores.json"]
        return scores
    return [
        [*row[:3], *before.get((row[0], row[1], row[2]), row[3:5])]
        for row in parts["scores.json"]
        if (row[0], row[1]) not in added
    ]
