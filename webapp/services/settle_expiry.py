"""Record what ran out: clusters whose validity is over lapse, or wait for their re-review, as their pack says."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from webapp.models import Cluster
from webapp.permissions import Action, Actor, require
from webapp.queries import cluster_files, clusters
from webapp.services.cluster_procedure import has_applied, standing_on
from webapp.services.record_act import record_act
from webapp.services.take_cluster_step import take_cluster_step


def settle_expiry(session: Session, *, actor: Actor, today: date, now: datetime) -> list[Cluster]:
    """Take the step of every cluster that ran out unrecorded; running it again changes nothing."""
    require(actor, Action.SETTLE_EXPIRY)
    listed = clusters.clusters_of_actor(session, actor)
    files = cluster_files.files_of(session, [one.id for one in listed])
    ended = []
    for cluster in listed:
        applied = has_applied(cluster, files[cluster.id])
        if standing_on(cluster, today, applied=applied) == cluster.state:
            continue
        step = take_cluster_step(
            session, actor=actor, cluster=cluster, act="end_validity", today=today, now=now, applied=applied
        )
        told = {"cluster": cluster.certificate, "state": step.target, "expires_on": str(cluster.expires_on)}
        record_act(session, actor=actor, action="end validity", facts=told, now=now, round_id=cluster.round_id)
        ended.append(cluster)
    return ended
