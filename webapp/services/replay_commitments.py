"""The checks of a bundle on commitments: each number is what its party promised, before it could know the others'."""

import json
from collections.abc import Mapping
from typing import Any

from reviewers.seed import commitment
from webapp.services.derived_numbers import part_digest, pool_fingerprint
from webapp.services.seed_parties import COMMITTED, PARTIES, PUBLIC_NUMBER, TOGETHER

Parts = Mapping[str, Any]
Plain = Mapping[str, Any]


def check_commitments(parts: Parts) -> str | None:
    """The seed came about as the frozen settings say."""
    draw, settings = parts["draw.json"], parts["settings.json"]["settings"]
    if draw["procedure"] != (settings.get("seed_procedure") or TOGETHER):
        return "抽取记录中的种子办法不是冻结的办法。"
    if draw["procedure"] != COMMITTED:
        return None
    rows = [one for one in parts["commitments.json"] if one["attempt"] == parts["commitments.json"][-1]["attempt"]]
    newest = {(one["kind"], one["party"]): one for one in rows}
    return (
        contributions_fault(draw, settings, newest)
        or pool_fault(draw, newest)
        or order_fault(parts["ledger.json"], newest)
    )


def contributions_fault(draw: Plain, settings: Plain, newest: Mapping[tuple[str, str], Plain]) -> str | None:
    """Each party's number hashes to its commitment, and the seed joined just these and the announced public one."""
    joined = dict(draw["contributions"])
    if (PUBLIC_NUMBER in joined) != bool(settings.get("public_number")):
        return "加入的公开随机数与事先公布的来源不一致。"
    joined.pop(PUBLIC_NUMBER, None)
    if set(joined) != set(PARTIES.values()):
        return "并非三方各有一个随机数。"
    for party, value in joined.items():
        one = newest.get(("seed", party))
        if one is None or one["value"] != value or commitment(value, one["nonce"]) != one["fingerprint"]:
            return f"{party}公开的随机数与承诺不符。"
    return None


def pool_fault(draw: Plain, newest: Mapping[tuple[str, str], Plain]) -> str | None:
    """The pool and the conflicts at the draw are those whose fingerprints were published."""
    excluded = {one["candidate"]: one["reasons"] for one in draw["entries"] if one["outcome"] == "excluded"}
    pool, conflicts = newest.get(("pool", "")), newest.get(("conflicts", ""))
    if pool is None or pool["fingerprint"] != pool_fingerprint(draw["units"], excluded):
        return "抽取时的专家库与公布的指纹不符。"
    if conflicts is None or conflicts["value"] != part_digest(draw["conflicts"]):
        return "抽取时的回避情形与公布的指纹不符。"
    if commitment(conflicts["value"], conflicts["nonce"]) != conflicts["fingerprint"]:
        return "回避情形的指纹与承诺不符。"
    return None


def order_fault(entries: list[dict[str, Any]], newest: Mapping[tuple[str, str], Plain]) -> str | None:
    """Everything was committed before the first reveal, every reveal before the draw, as the ledger tells it."""
    attempt = newest["pool", ""]["attempt"]
    acts = [(one["action"], json.loads(one["facts"]), one["sequence"]) for one in entries]
    reveals = [n for action, facts, n in acts if action == "reveal seed" and facts["attempt"] == attempt]
    draws = [n for action, _facts, n in acts if action == "draw panel"]
    promised = [
        n for action, facts, n in acts if action in ("commit pool", "commit seed") and facts["attempt"] == attempt
    ]
    if len(reveals) != len(PARTIES) or len(draws) != 1 or not max(promised) < min(reveals) <= max(reveals) < draws[0]:
        return "承诺、公开、抽取的先后次序不对。"
    told = {facts["commitment"] for action, facts, _n in acts if action == "commit seed"}
    told |= {facts[name] for action, facts, _n in acts if action == "commit pool" for name in ("pool", "conflicts")}
    strangers = [
        one["party"] for (kind, _), one in newest.items() if kind != "start_over" and one["fingerprint"] not in told
    ]
    return f"留痕中没有{strangers[0] or '专家库'}的承诺。" if strangers else None
