"""Record something grave that happened in a cluster, with its evidence; what follows from it is decided by people."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from webapp.errors import Refusal
from webapp.models import Cluster, Incident
from webapp.permissions import Action, Actor, require
from webapp.services.cluster_rules import cluster_facts
from webapp.services.record_act import record_act
from webapp.services.stated_day import past_day


def record_incident(
    session: Session,
    *,
    actor: Actor,
    cluster: Cluster,
    happened_on: date,
    text: str,
    evidence: str,
    today: date,
    now: datetime,
) -> Incident:
    """Keep the incident."""
    require(actor, Action.RECORD_INCIDENT, cluster_facts(cluster))
    past_day(happened_on, "发生日期", today=today)
    if not text.strip() or not evidence.strip():
        raise Refusal("incident-unsaid", "请写明事件经过和证据来源。")
    kept = Incident(
        cluster_id=cluster.id,
        happened_on=happened_on,
        text=text.strip(),
        evidence=evidence.strip(),
        account_id=actor.account_id,
        at=now,
    )
    session.add(kept)
    session.flush()
    told = {"cluster": cluster.certificate, "happened_on": str(happened_on), "text": kept.text}
    record_act(session, actor=actor, action="record incident", facts=told, now=now, round_id=cluster.round_id)
    return kept
