"""Propose what to visit: near the line, contradicting itself, or judged very differently; each with why."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from operator import itemgetter
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from scoring.agreement import divergent_reviews
from scoring.ratings import Ratings
from webapp.errors import Problem
from webapp.models import Round, SpotCandidate
from webapp.queries import lists, rankings
from webapp.services.kept_figures import VISITS, keep

NEAR = "near_line"
CONTRADICTS = "contradiction"
DIVERGES = "divergence"
NEAR_LINE = "入选概率 {p}%，在名额线附近，换一组专家结果可能不同。"
BY_CHECK = "表格核对 {check} 发现前后矛盾：{reason}"
BY_DECISION = "第{article}条曾待书面认定：{observed}"
BY_REVIEWS = "专家评分分歧大：{n} 份评审与平均分相差超过 30%，最远的相差 {points} 分。"


def spot_candidates(session: Session, run_id: int, ratings: Ratings) -> list[dict[str, Any]]:
    """List the declarations with at least one reason, those with most kinds of reason first, then by rank."""
    contradict = {
        key: found for key, result in lists.screened_of_run(session, run_id) if (found := contradictions(result))
    }
    far = far_reviews(ratings)
    proposed = []
    for row in rankings.figures_of(session, run_id):
        reasons = (
            *near_line(row.number, row.standing, row.p_top_k),
            *contradict.get(row.declaration_id, ()),
            *divergences(far.get(row.number, ())),
        )
        if reasons:
            order = (-len({why.code for why in reasons}), row.position)
            said = [{"template": why.message_template, "values": dict(why.values)} for why in reasons]
            named = {"run_id": run_id, "declaration_id": row.declaration_id, "rank": row.rank}
            proposed.append((order, named | {"reasons": said}))
    proposed.sort(key=itemgetter(0))
    return [named | {"place": place} for place, (_order, named) in enumerate(proposed)]


def keep_candidates(session: Session, found: Round, run_id: int, rows: list[dict[str, Any]]) -> int:
    """Store them with their ranking; return how many there are."""
    if rows:
        session.execute(insert(SpotCandidate), rows)
    keep(session, found.id, VISITS, {"run": run_id, "n": len(rows)})
    return len(rows)


def near_line(number: str, standing: str, p_top_k: int) -> list[Problem]:
    """Say so where the ranking leaves it open whether the declaration is in."""
    if standing != "open":
        return []
    share = (Decimal(p_top_k) / 10_000).quantize(Decimal("0.1"))
    return [Problem(number, NEAR, NEAR_LINE, {"p": str(share)})]


def contradictions(result: Mapping[str, Any]) -> list[Problem]:
    """List the checks that fired and the findings that a person had to decide."""
    fired = [one for one in result["checks"] if one["result"] in ("needs_decision", "warning")]
    decided = [one for one in result["findings"] if one["result"] == "needs_decision"]
    return [
        *(
            Problem(one["check"], CONTRADICTS, BY_CHECK, {"check": one["check"], "reason": one["reason"]})
            for one in fired
        ),
        *(
            Problem(
                one["condition"],
                CONTRADICTS,
                BY_DECISION,
                {"article": one["article"], "observed": one["reason"]},
            )
            for one in decided
        ),
    ]


def far_reviews(ratings: Ratings) -> dict[str, tuple[float, ...]]:
    """Map declarations to how far their divergent reviews are from the mean, in points, furthest first."""
    frame = divergent_reviews(ratings)
    far: dict[str, tuple[float, ...]] = {}
    for row in frame.to_dict("records"):
        far[row["declaration"]] = (*far.get(row["declaration"], ()), abs(float(row["deviation"])))
    return far


def divergences(deviations: Sequence[float]) -> list[Problem]:
    """Say how many reviews are far off."""
    if not deviations:
        return []
    values = {"n": len(deviations), "points": f"{max(deviations):.2f}"}
    return [Problem("评审", DIVERGES, BY_REVIEWS, values)]
