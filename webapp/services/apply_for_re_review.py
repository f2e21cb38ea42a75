"""Apply for a re-review where the measure leaves it to the cluster; the city forwards the application."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from webapp.errors import Refusal
from webapp.models import Cluster, ReReview
from webapp.permissions import Action, Actor, require
from webapp.queries import cluster_files
from webapp.queries.cluster_files import ClusterFile
from webapp.services.cluster_procedure import LIVE, require_step
from webapp.services.cluster_rules import cluster_facts, rules_of
from webapp.services.end_re_review import check_not_suspended
from webapp.services.record_act import record_act
from webapp.services.stated_day import received_day
from webapp.services.take_cluster_step import take_cluster_step

ON_APPLICATION = "application"
BY_DEPARTMENT = "复核由主管部门组织，不需要申请（第{article}条）。"
FORWARDED = frozenset({"forwarded_by_city"})


def apply_for_re_review(
    session: Session, *, actor: Actor, cluster: Cluster, received_on: date | None, today: date, now: datetime
) -> ReReview:
    """Keep the application with its day; whether it is in time is judged by that day."""
    require(actor, Action.APPLY_FOR_RE_REVIEW, cluster_facts(cluster))
    rule = rules_of(cluster.pack_id).re_review
    if rule.opening != ON_APPLICATION:
        raise Refusal(
            "re-review-by-department", "复核由主管部门组织，不需要申请（第{article}条）。", article=rule.article
        )
    file = cluster_files.file_of(session, cluster.id)
    if file.open_re_review is not None:
        raise Refusal("re-review-open", "该集群已有一次复核正在办理。")
    day = received_day(actor, received_on, today=today)
    require_step(cluster, "open_re_review", facts=FORWARDED, today=day, state=applying_state(file))
    applied = ReReview(
        cluster_id=cluster.id, applied_on=day, old_expiry=cluster.expires_on, account_id=actor.account_id, at=now
    )
    session.add(applied)
    session.flush()
    told = {"cluster": cluster.certificate, "applied_on": str(day)}
    record_act(session, actor=actor, action="apply for re-review", facts=told, now=now, round_id=cluster.round_id)
    return applied


def applying_state(file: ClusterFile) -> str:
    """A case that is still open takes no right away: the application is kept as if there were none, and waits."""
    return LIVE if file.open_case is not None else ""


def forward_re_review(
    session: Session, *, actor: Actor, cluster: Cluster, opinion: str, today: date, now: datetime
) -> ReReview:
    """Forward the application with the city's opinion; the re-review begins."""
    require(actor, Action.FORWARD_RE_REVIEW, cluster_facts(cluster))
    file = cluster_files.file_of(session, cluster.id)
    waiting = file.open_re_review
    if waiting is None or waiting.opened_on is not None:
        raise Refusal("nothing-to-forward", "没有待转报的复核申请。")
    check_not_suspended(file)
    if not opinion.strip():
        raise Refusal("step-without-words", "请写明意见或理由：{guard}。", guard="转报意见")
    take_cluster_step(
        session,
        actor=actor,
        cluster=cluster,
        act="open_re_review",
        facts=FORWARDED,
        text=opinion,
        today=today,
        now=now,
        applied=True,
    )
    waiting.opened_on = today
    told = {"cluster": cluster.certificate, "opened_on": str(today), "opinion": opinion.strip()}
    record_act(session, actor=actor, action="forward re-review", facts=told, now=now, round_id=cluster.round_id)
    return waiting
