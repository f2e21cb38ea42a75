"""Invented clusters of an earlier batch in the last year of their validity, for the registry to show."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from rubrics.deadlines import months_later
from webapp.models import Cluster
from webapp.permissions import Actor, Role
from webapp.queries import accounts
from webapp.services.apply_for_re_review import apply_for_re_review
from webapp.services.enter_known_cluster import KnownCluster, enter_known_cluster
from webapp.services.example.play_round import actor_of
from webapp.services.file_change import ChangeNotice, file_change, note_change
from webapp.services.record_incident import record_incident
from webapp.services.report_year import YearReport, report_year
from webapp.services.report_years import report_years

IRON = KnownCluster(
    "nm-2023",
    "镁合金压铸特色产业集群（虚构）",
    "包头市",
    date.min,
    "石拐区",
    "石拐工业园区管委会（虚构）",
    "镁合金压铸",
)
MEAT = KnownCluster("nm-2023", "牛羊肉加工特色产业集群（虚构）", "通辽市", date.min, "科尔沁区", industry="牛羊肉加工")
GRAPE = KnownCluster("nx-2023", "葡萄酒酿造特色产业集群（虚构）", "银川市", date.min, "永宁县", industry="葡萄酒酿造")
AGE_IN_MONTHS = 34
OUTPUT = "leading_industry.total_output"


@dataclass(frozen=True)
class Stage:
    """Who plays, on which day, and the day of the earlier announcement."""

    session: Session
    department: Actor
    today: date
    now: datetime

    @property
    def announced_on(self) -> date:
        """Return a day so that today lies in the last months of validity."""
        return months_later(self.today, -AGE_IN_MONTHS)

    def enter(self, known: KnownCluster, operator_account_id: int | None) -> Cluster:
        """Enter one cluster of the earlier batch."""
        dated = replace(known, announced_on=self.announced_on)
        return enter_known_cluster(
            self.session,
            actor=self.department,
            known=dated,
            today=self.today,
            now=self.now,
            operator_account_id=operator_account_id,
        )

    def report(self, cluster: Cluster, year: int, output: str, received_on: date) -> None:
        """Report a year on a past day."""
        told = YearReport(year, {OUTPUT: output}, {"progress": "（虚构）主导产业稳步发展。"}, received_on)
        report_year(self.session, actor=self.department, cluster=cluster, report=told, today=self.today, now=self.now)

    def change(self, cluster: Cluster, kind: str, days_ago: int, *, is_filed: bool) -> None:
        """Note a change, filed ten days later or not at all."""
        changed_on = self.today - timedelta(days=days_ago)
        notice = ChangeNotice(kind, changed_on, "（虚构）原有情况", "（虚构）现有情况", "业务调整")
        change = note_change(
            self.session, actor=self.department, cluster=cluster, notice=notice, today=self.today, now=self.now
        )
        if is_filed:
            file_change(
                self.session,
                actor=self.department,
                cluster=cluster,
                change=change,
                received_on=changed_on + timedelta(days=10),
                today=self.today,
                now=self.now,
            )


def play_registry(session: Session, *, today: date, now: datetime) -> None:
    """Enter three clusters: one in order, one with arrears, one in Ningxia that applies for its re-review."""
    department = actor_of(accounts.accounts_of_role(session, Role.DEPARTMENT)[0])
    operator = accounts.accounts_of_role(session, Role.APPLICANT)[0]
    stage = Stage(session, department, today, now)
    orderly, behind, applying = stage.enter(IRON, operator.id), stage.enter(MEAT, None), stage.enter(GRAPE, None)
    for place, year in enumerate(past_years(orderly, today)):
        stage.report(orderly, year, f"{42 + 3 * place}.50", date(year + 1, 3, 5))
        stage.report(applying, year, f"{25 + 2 * place}.80", date(year + 1, 3, 20))
    for year in past_years(behind, today)[1:]:
        stage.report(behind, year, "31.20", date(year + 1, 3, 18))
    stage.change(orderly, "运营管理机构", 200, is_filed=True)
    stage.change(behind, "空间范围", 120, is_filed=False)
    record_incident(
        session,
        actor=department,
        cluster=behind,
        happened_on=today - timedelta(days=60),
        text="（虚构）一家企业发生一般环境违法行为，已责令改正。",
        evidence="（虚构）处罚决定书",
        today=today,
        now=now,
    )
    apply_for_re_review(session, actor=department, cluster=applying, received_on=None, today=today, now=now)


def past_years(cluster: Cluster, today: date) -> list[int]:
    """Return the owed years whose reports could have come by now."""
    return [year for year in report_years(cluster, today, today) if date(year + 1, 3, 31) <= today]
