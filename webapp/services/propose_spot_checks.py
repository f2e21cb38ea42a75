"""Propose what to visit: near the line, contradicting itself, or judged very differently; each with why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from scoring.agreement import divergent_reviews
from webapp.errors import Problem
from webapp.models import Round, ScreeningResult
from webapp.queries import lists
from webapp.queries.rankings import Position
from webapp.services.decide_list import decisive_positions
from webapp.services.ratings_of_round import submitted_ratings

NEAR = "near_line"
CONTRADICTS = "contradiction"
DIVERGES = "divergence"
NEAR_LINE = "入选概率 {p}%，在名额线附近，换一组专家结果可能不同。"
BY_CHECK = "表格核对 {check} 发现前后矛盾：{reason}"
BY_DECISION = "第{article}条曾待书面认定：{observed}"
BY_REVIEWS = "专家评分分歧大：{n} 份评审与平均分相差超过 30%，最远的相差 {points} 分。"


@dataclass(frozen=True)
class Candidate:
    """One declaration with why a visit is worth it; the more reasons, the sooner."""

    position: Position
    reasons: tuple[Problem, ...]


def propose_spot_checks(session: Session, found: Round) -> tuple[Candidate, ...]:
    """List the declarations with at least one reason, those with most kinds of reason first, then by rank."""
    positions = decisive_positions(session, found)
    screenings = lists.screenings_of(session, [one.declaration.id for one in positions])
    far = far_reviews(session, found)
    candidates = [
        Candidate(
            one,
            (
                *near_line(one),
                *contradictions(screenings.get(one.declaration.id)),
                *divergences(far.get(one.declaration.number, ())),
            ),
        )
        for one in positions
    ]
    proposed = [one for one in candidates if one.reasons]
    return tuple(sorted(proposed, key=lambda one: (-len({why.code for why in one.reasons}), one.position.row.position)))


def near_line(one: Position) -> list[Problem]:
    """Say so where the ranking leaves it open whether the declaration is in."""
    if one.row.standing != "open":
        return []
    share = (Decimal(one.row.p_top_k) / 10_000).quantize(Decimal("0.1"))
    return [Problem(one.declaration.number, NEAR, NEAR_LINE, {"p": str(share)})]


def contradictions(screening: ScreeningResult | None) -> list[Problem]:
    """List the checks that fired and the findings that a person had to decide."""
    if screening is None:
        return []
    result: Mapping[str, Any] = screening.result
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


def far_reviews(session: Session, found: Round) -> dict[str, tuple[float, ...]]:
    """Map declarations to how far their divergent reviews are from the mean, in points, furthest first."""
    frame = divergent_reviews(submitted_ratings(session, found))
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
