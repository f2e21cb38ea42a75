"""Open a revocation case: a ground of the measure by its number, the facts, the evidence."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from rubrics.procedure_terms import RevocationGround
from webapp.errors import Refusal
from webapp.models import Cluster, RevocationCase
from webapp.permissions import Action, Actor, require
from webapp.queries import cluster_files
from webapp.services.cluster_procedure import has_applied
from webapp.services.cluster_rules import cluster_facts, rules_of
from webapp.services.record_act import record_act
from webapp.services.take_cluster_step import take_cluster_step

AT_RE_REVIEW = "re_review"
ONLY_AFTER_FAILING = "“{quote}”须先办理复核，复核未通过的自动转入撤销审批（第{article}条）。"


@dataclass(frozen=True)
class Charge:
    """What a case says: the number of the ground, what happened, what proves it."""

    ground: int
    facts: str
    evidence: str


def open_revocation(
    session: Session, *, actor: Actor, cluster: Cluster, charge: Charge, today: date, now: datetime
) -> RevocationCase:
    """Open the case; nothing is decided by it."""
    require(actor, Action.OPEN_REVOCATION, cluster_facts(cluster))
    ground = ground_of(cluster, charge.ground)
    if ground.during == AT_RE_REVIEW:
        raise Refusal("ground-at-re-review", ONLY_AFTER_FAILING, quote=ground.quote, article=ground.article)
    if not charge.facts.strip():
        raise Refusal("case-unsaid", "请写明违反规定的事实。")
    file = cluster_files.file_of(session, cluster.id)
    held = {"ground_named", *(["evidence_attached"] if charge.evidence.strip() else [])}
    take_cluster_step(
        session,
        actor=actor,
        cluster=cluster,
        act="open_revocation",
        facts=held,
        text=ground.quote,
        today=today,
        now=now,
        applied=has_applied(cluster, file),
    )
    return keep_case(session, actor, cluster, ground, charge, today, now)


def ground_of(cluster: Cluster, number: int) -> RevocationGround:
    """Return the ground of the cluster's own region."""
    for ground in rules_of(cluster.pack_id).procedure.revocation:
        if ground.number == number:
            return ground
    raise Refusal("no-ground", "本地区的办法没有第 {number} 项撤销情形。", number=number)


def keep_case(
    session: Session,
    actor: Actor,
    cluster: Cluster,
    ground: RevocationGround,
    charge: Charge,
    today: date,
    now: datetime,
) -> RevocationCase:
    """Store the case under the next number of the cluster."""
    n_before = len(cluster_files.file_of(session, cluster.id).cases)
    case = RevocationCase(
        number=f"{cluster.certificate}-C{n_before + 1}",
        cluster_id=cluster.id,
        ground=ground.number,
        article=ground.article,
        quote=ground.quote,
        facts=charge.facts.strip(),
        evidence=charge.evidence.strip(),
        opened_on=today,
        account_id=actor.account_id,
        at=now,
    )
    session.add(case)
    session.flush()
    told = {"cluster": cluster.certificate, "case": case.number, "ground": ground.article, "facts": case.facts}
    record_act(session, actor=actor, action="open revocation", facts=told, now=now, round_id=cluster.round_id)
    return case
