"""Decide a re-review: passed extends from the old expiry, failed ends as the region's pack says."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from webapp.errors import Refusal
from webapp.models import Cluster, ReReview
from webapp.permissions import Action, Actor, require
from webapp.queries import cluster_files, declarations
from webapp.services.cluster_procedure import CASE
from webapp.services.cluster_rules import cluster_facts, rules_of
from webapp.services.end_re_review import PASSED, check_not_suspended, leave_list
from webapp.services.open_revocation import AT_RE_REVIEW, Charge, keep_case
from webapp.services.record_act import record_act
from webapp.services.take_cluster_step import take_cluster_step

UNFINISHED = ("draft", "returned")
FAILED = "failed"


def decide_re_review(
    session: Session, *, actor: Actor, cluster: Cluster, outcome: str, reason: str, today: date, now: datetime
) -> ReReview:
    """Store outcome and reason, and what follows for validity and state."""
    require(actor, Action.DECIDE_RE_REVIEW, cluster_facts(cluster))
    file = cluster_files.file_of(session, cluster.id)
    decided = file.open_re_review
    if decided is None or decided.opened_on is None:
        raise Refusal("no-re-review", "该集群没有正在办理的复核。")
    check_not_suspended(file)
    if outcome not in (PASSED, FAILED) or not reason.strip():
        raise Refusal("re-review-unreasoned", "请选择复核通过或不通过，并写明意见。")
    check_material(session, decided)
    decided.outcome, decided.reason, decided.decided_on = outcome, reason.strip(), today
    act, fact = ("extend", "re_review_passed") if outcome == PASSED else ("fail_re_review", "reason_written")
    taken = take_cluster_step(
        session, actor=actor, cluster=cluster, act=act, facts={fact}, text=reason, today=today, now=now
    )
    if outcome == PASSED:
        cluster.n_extensions += 1
        cluster.expires_on = rules_of(cluster.pack_id).expires_on(cluster.announced_on, cluster.n_extensions)
        decided.new_expiry = cluster.expires_on
    else:
        leave_list(session, actor=actor, ended=decided, reason="复核未通过", now=now)
    if taken.target == CASE:
        open_case_of(session, actor, cluster, reason, today, now)
    told = {"cluster": cluster.certificate, "outcome": outcome, "expires_on": str(cluster.expires_on)}
    facts = {**told, "reason": decided.reason, "state": cluster.state}
    record_act(session, actor=actor, action="decide re-review", facts=facts, now=now, round_id=cluster.round_id)
    return decided


def check_material(session: Session, decided: ReReview) -> None:
    """Refuse while the declaration of the re-review is still being filled."""
    if decided.declaration_id is None:
        return
    declaration, _found = declarations.declaration_by_id(session, decided.declaration_id)
    if declaration.state in UNFINISHED:
        template = "复核申报（{number}）尚未提交，不能作出复核结论。"
        raise Refusal("re-review-unfinished", template, number=declaration.number)


def open_case_of(session: Session, actor: Actor, cluster: Cluster, reason: str, today: date, now: datetime) -> None:
    """Open the case on the ground that names a failed re-review."""
    for ground in rules_of(cluster.pack_id).procedure.revocation:
        if ground.during == AT_RE_REVIEW:
            keep_case(session, actor, cluster, ground, Charge(ground.number, reason, "复核意见"), today, now)
            return
