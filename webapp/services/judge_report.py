"""Decide in writing whether a report counts as on time where its named day was a day off."""

from datetime import datetime

from sqlalchemy.orm import Session

from rubrics.deadlines import LATE, NEEDS_DECISION, ON_TIME
from webapp.errors import Refusal
from webapp.models import Cluster
from webapp.permissions import Action, Actor, require
from webapp.queries import cluster_files
from webapp.services.cluster_rules import cluster_facts
from webapp.services.record_act import record_act


def judge_report(
    session: Session, *, actor: Actor, cluster: Cluster, year: int, outcome: str, reason: str, now: datetime
) -> None:
    """Turn a result that needs a decision into on time or late."""
    require(actor, Action.JUDGE_REPORT, cluster_facts(cluster))
    report = cluster_files.file_of(session, cluster.id).report_of(year)
    if report is None or report.result != NEEDS_DECISION:
        raise Refusal("nothing-to-judge", "{year}年度报送没有待认定的事项。", year=year)
    if outcome not in (ON_TIME, LATE) or not reason.strip():
        raise Refusal("judgement-unreasoned", "请选择按时或逾期，并写明理由。")
    report.result, report.reason = outcome, reason.strip()
    told = {"cluster": cluster.certificate, "year": year, "outcome": outcome, "reason": report.reason}
    record_act(session, actor=actor, action="judge report", facts=told, now=now, round_id=cluster.round_id)
