"""Questions about what is kept of recognised clusters: steps, reports, changes, incidents, re-reviews, cases."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.errors import NotFound
from webapp.models import AnnualReport, Change, ClusterEvidence, ClusterStep, Incident, ReReview, RevocationCase

Row = TypeVar("Row", ClusterStep, AnnualReport, Change, Incident, ReReview, RevocationCase, ClusterEvidence)


@dataclass
class ClusterFile:
    """Everything kept of one cluster, each kind oldest first."""

    steps: list[ClusterStep] = field(default_factory=list)
    reports: list[AnnualReport] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    incidents: list[Incident] = field(default_factory=list)
    re_reviews: list[ReReview] = field(default_factory=list)
    cases: list[RevocationCase] = field(default_factory=list)
    evidence: list[ClusterEvidence] = field(default_factory=list)

    @property
    def open_re_review(self) -> ReReview | None:
        """Return the re-review that has no outcome yet."""
        return next((one for one in reversed(self.re_reviews) if one.outcome is None), None)

    @property
    def open_case(self) -> RevocationCase | None:
        """Return the case that is not decided yet."""
        return next((one for one in reversed(self.cases) if one.outcome is None), None)

    def evidence_of(self, side: str, row_id: int) -> list[ClusterEvidence]:
        """List the files of an incident, a charge or a statement."""
        return [one for one in self.evidence if one.side == side and row_id in (one.incident_id, one.case_id)]

    def report_of(self, year: int) -> AnnualReport | None:
        """Return the report on a year."""
        return next((one for one in self.reports if one.year == year), None)


def files_of(session: Session, cluster_ids: Sequence[int]) -> dict[int, ClusterFile]:
    """Map clusters to what is kept of them, with one statement for each kind however many clusters there are."""
    files: dict[int, ClusterFile] = defaultdict(ClusterFile)
    for step in rows(session, ClusterStep, cluster_ids):
        files[step.cluster_id].steps.append(step)
    for report in rows(session, AnnualReport, cluster_ids):
        files[report.cluster_id].reports.append(report)
    for change in rows(session, Change, cluster_ids):
        files[change.cluster_id].changes.append(change)
    for incident in rows(session, Incident, cluster_ids):
        files[incident.cluster_id].incidents.append(incident)
    for re_review in rows(session, ReReview, cluster_ids):
        files[re_review.cluster_id].re_reviews.append(re_review)
    for case in rows(session, RevocationCase, cluster_ids):
        files[case.cluster_id].cases.append(case)
    for kept in rows(session, ClusterEvidence, cluster_ids):
        files[kept.cluster_id].evidence.append(kept)
    return files


def rows(session: Session, kind: type[Row], cluster_ids: Sequence[int]) -> Iterable[Row]:
    """List one kind of row of the clusters, oldest first."""
    return session.scalars(select(kind).where(kind.cluster_id.in_(cluster_ids)).order_by(kind.id))


def file_of(session: Session, cluster_id: int) -> ClusterFile:
    """Return everything kept of one cluster."""
    return files_of(session, [cluster_id])[cluster_id]


def change_by_id(session: Session, cluster_id: int, change_id: int) -> Change:
    """Find a change of the cluster."""
    found = session.get(Change, change_id)
    if found is None or found.cluster_id != cluster_id:
        raise NotFound("no-change", "没有这项变更，或您无权查看。")
    return found


def case_by_id(session: Session, cluster_id: int, case_id: int) -> RevocationCase:
    """Find a revocation case of the cluster."""
    found = session.get(RevocationCase, case_id)
    if found is None or found.cluster_id != cluster_id:
        raise NotFound("no-case", "没有这个撤销事项，或您无权查看。")
    return found


def incident_by_id(session: Session, cluster_id: int, incident_id: int) -> Incident:
    """Find an incident of the cluster."""
    found = session.get(Incident, incident_id)
    if found is None or found.cluster_id != cluster_id:
        raise NotFound("no-incident", "没有这起事件，或您无权查看。")
    return found


def evidence_by_id(session: Session, cluster_id: int, evidence_id: int) -> ClusterEvidence:
    """Find a file of the cluster."""
    found = session.get(ClusterEvidence, evidence_id)
    if found is None or found.cluster_id != cluster_id:
        raise NotFound("no-evidence", "没有这份材料，或您无权查看。")
    return found


def re_review_by_id(session: Session, cluster_id: int, re_review_id: int) -> ReReview:
    """Find a re-review of the cluster."""
    found = session.get(ReReview, re_review_id)
    if found is None or found.cluster_id != cluster_id:
        raise NotFound("no-re-review", "没有这次复核，或您无权查看。")
    return found


def re_reviews_of_round(session: Session, round_id: int) -> list[ReReview]:
    """List the re-reviews that are worked in a round."""
    return list(session.scalars(select(ReReview).where(ReReview.round_id == round_id).order_by(ReReview.id)))


def provisional_changes(session: Session) -> list[Change]:
    """List the changes whose last day depends on a year whose holidays were not known."""
    return list(session.scalars(select(Change).where(Change.is_provisional).order_by(Change.id)))
