"""Hear the cluster and decide a revocation case: kept or revoked, by a person with a reason."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from webapp.errors import Refusal
from webapp.models import Cluster, RevocationCase
from webapp.permissions import Action, Actor, require
from webapp.queries import cluster_files
from webapp.queries.cluster_files import ClusterFile
from webapp.services.cluster_rules import cluster_facts
from webapp.services.end_re_review import stop_re_review
from webapp.services.record_act import record_act
from webapp.services.take_cluster_step import take_cluster_step

KEEP, REVOKE = "keep", "revoke"


def state_case(
    session: Session, *, actor: Actor, cluster: Cluster, case: RevocationCase, text: str, today: date, now: datetime
) -> None:
    """Keep the cluster's statement; the department writes down when and how it was heard or kept silent."""
    require(actor, Action.STATE_CASE, cluster_facts(cluster))
    check_open(case)
    if not text.strip():
        raise Refusal("statement-empty", "请填写陈述意见；集群放弃陈述的，由主管部门如实记录。")
    case.statement, case.stated_on = text.strip(), today
    told = {"cluster": cluster.certificate, "case": case.number, "statement": case.statement}
    record_act(session, actor=actor, action="state case", facts=told, now=now, round_id=cluster.round_id)


def decide_revocation(
    session: Session,
    *,
    actor: Actor,
    cluster: Cluster,
    case: RevocationCase,
    outcome: str,
    reason: str,
    today: date,
    now: datetime,
) -> None:
    """Keep or revoke; the pack asks for the statement and the reason."""
    require(actor, Action.DECIDE_REVOCATION, cluster_facts(cluster))
    check_open(case)
    if outcome not in (KEEP, REVOKE):
        raise Refusal("outcome-unknown", "请选择撤销认定或不予撤销。")
    file = cluster_files.file_of(session, cluster.id)
    held = {name for name, text in (("statement_heard", case.statement), ("reason_written", reason)) if text.strip()}
    take_cluster_step(
        session, actor=actor, cluster=cluster, act=act_of(outcome, file), facts=held, text=reason, today=today, now=now
    )
    case.outcome, case.reason, case.decided_on = outcome, reason.strip(), today
    if outcome == REVOKE:
        stop_re_review(session, actor=actor, file=file, case=case, today=today, now=now)
    told = {"cluster": cluster.certificate, "case": case.number, "outcome": outcome, "reason": case.reason}
    record_act(session, actor=actor, action="decide revocation", facts=told, now=now, round_id=cluster.round_id)


def act_of(outcome: str, file: ClusterFile) -> str:
    """A cluster that is kept goes back to where it stood: into the re-review that was under way."""
    waiting = file.open_re_review
    return "resume" if outcome == KEEP and waiting is not None and waiting.opened_on is not None else outcome


def check_open(case: RevocationCase) -> None:
    """Refuse to touch a decided case."""
    if case.outcome is not None:
        raise Refusal("case-decided", "撤销事项 {number} 已于 {day} 办结。", number=case.number, day=case.decided_on)
