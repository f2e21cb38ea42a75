"""A recognised cluster and the people around it, for stories that go years forward with a fixed clock."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from sqlalchemy.orm import Session

from tests.stories.actors import account_of
from webapp.models import AnnualReport, Change, Cluster, ReReview, RevocationCase
from webapp.permissions import Actor, Role
from webapp.queries import cluster_files
from webapp.services.apply_for_re_review import apply_for_re_review, forward_re_review
from webapp.services.decide_re_review import decide_re_review
from webapp.services.decide_revocation import decide_revocation, state_case
from webapp.services.enter_known_cluster import KnownCluster, enter_known_cluster
from webapp.services.file_change import ChangeNotice, file_change, note_change
from webapp.services.open_re_review import open_re_review
from webapp.services.open_revocation import Charge, open_revocation
from webapp.services.report_year import YearReport, report_year
from webapp.services.settle_expiry import settle_expiry

CITIES = {"nm-2023": "包头市", "nx-2023": "石嘴山市"}


def noon(day: date) -> datetime:
    """Return the moment at which everything of a day happens."""
    return datetime.combine(day, time(4), UTC)


@dataclass
class ClusterStory:
    """One cluster whose story is told day by day; every method is an act of the service with the day given."""

    session: Session
    cluster: Cluster
    department: Actor
    city: Actor
    operator: Actor

    def report(self, actor: Actor, year: int, today: date, received_on: date | None = None) -> AnnualReport:
        told = YearReport(year, {"leading_industry.total_output": "52.30"}, {"progress": "稳步发展"}, received_on)
        return report_year(self.session, actor=actor, cluster=self.cluster, report=told, today=today, now=noon(today))

    def change(self, kind: str, changed_on: date, today: date) -> Change:
        notice = ChangeNotice(kind, changed_on, "原情况", "现情况", "业务调整")
        return note_change(
            self.session, actor=self.city, cluster=self.cluster, notice=notice, today=today, now=noon(today)
        )

    def file(self, change: Change, today: date) -> None:
        file_change(
            self.session,
            actor=self.operator,
            cluster=self.cluster,
            change=change,
            received_on=None,
            today=today,
            now=noon(today),
        )

    def apply(self, today: date) -> ReReview:
        return apply_for_re_review(
            self.session, actor=self.operator, cluster=self.cluster, received_on=None, today=today, now=noon(today)
        )

    def forward(self, today: date) -> ReReview:
        return forward_re_review(
            self.session, actor=self.city, cluster=self.cluster, opinion="同意转报", today=today, now=noon(today)
        )

    def open_re_review(self, today: date) -> ReReview:
        return open_re_review(self.session, actor=self.department, cluster=self.cluster, today=today, now=noon(today))

    def decide_re_review(self, outcome: str, today: date) -> ReReview:
        return decide_re_review(
            self.session,
            actor=self.department,
            cluster=self.cluster,
            outcome=outcome,
            reason="经复核形成意见",
            today=today,
            now=noon(today),
        )

    def settle(self, today: date) -> list[Cluster]:
        return settle_expiry(self.session, actor=self.department, today=today, now=noon(today))

    def open_case(self, ground: int, today: date, evidence: str = "统计核查记录") -> RevocationCase:
        charge = Charge(ground, "申报数据与税务数据不符", evidence)
        return open_revocation(
            self.session, actor=self.department, cluster=self.cluster, charge=charge, today=today, now=noon(today)
        )

    def state(self, today: date) -> None:
        case = cluster_files.file_of(self.session, self.cluster.id).cases[-1]
        state_case(
            self.session,
            actor=self.operator,
            cluster=self.cluster,
            case=case,
            text="情况属实，愿意整改。",
            today=today,
            now=noon(today),
        )

    def decide_case(self, outcome: str, today: date) -> None:
        case = cluster_files.file_of(self.session, self.cluster.id).cases[-1]
        decide_revocation(
            self.session,
            actor=self.department,
            cluster=self.cluster,
            case=case,
            outcome=outcome,
            reason="事实清楚，证据充分",
            today=today,
            now=noon(today),
        )


def recognised(session: Session, pack_id: str, announced_on: date) -> ClusterStory:
    """Enter one cluster of the region as announced on a day."""
    city = CITIES[pack_id]
    accounts = {role: account_of(session, role) for role in (Role.DEPARTMENT, Role.CITY_BUREAU, Role.APPLICANT)}
    actors = {role: Actor(role, one.id, city if role is Role.CITY_BUREAU else None) for role, one in accounts.items()}
    cluster = enter_known_cluster(
        session,
        actor=actors[Role.DEPARTMENT],
        known=KnownCluster(pack_id, "枸杞精深加工产业集群", city, announced_on, operator="园区管委会"),
        today=announced_on,
        now=noon(announced_on),
        operator_account_id=actors[Role.APPLICANT].account_id,
    )
    return ClusterStory(session, cluster, actors[Role.DEPARTMENT], actors[Role.CITY_BUREAU], actors[Role.APPLICANT])
