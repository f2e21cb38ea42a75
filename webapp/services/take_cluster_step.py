"""Move a cluster one step on: the pack allows it, the step is kept with its words."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from rubrics.procedure import Transition
from webapp.models import Cluster, ClusterStep
from webapp.permissions import Actor
from webapp.services.cluster_procedure import LAPSED, REVOKED, require_step, standing_on

DAY = timedelta(days=1)


def take_cluster_step(
    session: Session,
    *,
    actor: Actor,
    cluster: Cluster,
    act: str,
    facts: Collection[str] = (),
    text: str = "",
    today: date,
    now: datetime,
    applied: bool = False,
) -> ClusterStep:
    """Take the step; a validity that ran out unrecorded is recorded first."""
    step = require_step(cluster, act, facts=facts, today=today, applied=applied)
    if act != "end_validity" and standing_on(cluster, today, applied=applied) != cluster.state:
        ending = require_step(cluster, "end_validity", facts=(), today=today, applied=applied)
        keep_step(session, actor, cluster, ending, "", cluster.expires_on + DAY, now)
    day = cluster.expires_on + DAY if act == "end_validity" else today
    return keep_step(session, actor, cluster, step, text, day, now)


def keep_step(
    session: Session, actor: Actor, cluster: Cluster, step: Transition, text: str, day: date, now: datetime
) -> ClusterStep:
    """Write the step and the new state; a validity ends with its last day, a revocation on its own."""
    taken = ClusterStep(
        cluster_id=cluster.id,
        step=step.key,
        source=cluster.state,
        target=step.target,
        article=step.article,
        taken_on=day,
        text=text.strip(),
        account_id=actor.account_id,
        at=now,
    )
    session.add(taken)
    if step.target == LAPSED:
        cluster.ended_on = cluster.expires_on
    if step.target == REVOKED:
        cluster.ended_on = day
    cluster.state, cluster.updated_at = step.target, now
    session.flush()
    return taken
