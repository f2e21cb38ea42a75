"""A re-review's declaration beside the one that was recognised: answers that differ, findings of both."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from webapp.models import Cluster, Declaration, ReReview
from webapp.queries import declarations
from webapp.services.compare_answers import Difference, compare_answers
from webapp.services.re_review_round import origin_of
from webapp.services.telephones import without_telephones


@dataclass(frozen=True)
class FindingPair:
    """One condition as it was found at the recognition and as it is found now."""

    article: str
    quote: str
    then: str | None
    now: str | None
    observed: str


@dataclass(frozen=True)
class ThenAndNow:
    """Both declarations, where there are both, and what became different."""

    then: Declaration | None
    now: Declaration | None
    differences: tuple[Difference, ...]
    findings: tuple[FindingPair, ...]


def then_and_now(session: Session, cluster: Cluster, re_review: ReReview) -> ThenAndNow:
    """Compare; without a declaration on one side there is nothing to compare."""
    origin = origin_of(session, cluster)
    then = origin[0] if origin and origin[0].id != re_review.declaration_id else None
    now = declarations.declaration_by_id(session, re_review.declaration_id)[0] if re_review.declaration_id else None
    differences = (
        compare_answers(cluster.pack_id, figures_of(cluster, now), figures_of(cluster, then)) if then and now else ()
    )
    return ThenAndNow(then, now, differences, finding_pairs(findings_of(session, then), findings_of(session, now)))


def figures_of(cluster: Cluster, declared: Declaration) -> dict[str, Any]:
    """Return what was declared; whom to call says nothing about the cluster."""
    return without_telephones(cluster.pack_id, declared.answers)


def findings_of(session: Session, declaration: Declaration | None) -> Sequence[Mapping[str, Any]]:
    """Return what the last screening of a declaration found."""
    screening = declarations.newest_screening(session, declaration.id) if declaration else None
    return screening.result["findings"] if screening else ()


def finding_pairs(then: Sequence[Mapping[str, Any]], now: Sequence[Mapping[str, Any]]) -> tuple[FindingPair, ...]:
    """Join both screenings by condition, in the order of the newer one."""
    earlier = {one["condition"]: one["result"] for one in then}
    shown = now or then
    return tuple(
        FindingPair(
            str(one["article"]),
            str(one["quote"]),
            earlier.get(one["condition"]),
            one["result"] if now else None,
            str(one.get("observed") or ""),
        )
        for one in shown
    )
