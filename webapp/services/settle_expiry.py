"""Record what ran out: clusters whose validity is over lapse, or wait for their re-review, as their pack says."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from webapp.models import Cluster
from webapp.permissions import Action, Actor, Role, require
from webapp.queries import cluster_files, clusters
from webapp.services.cluster_procedure import has_applied, standing_on
from webapp.services.cluster_rules import rules_of
from webapp.services.notice_receivers import Receivers, receivers
from webapp.services.record_act import record_act
from webapp.services.take_cluster_step import take_cluster_step
from webapp.services.write_notice import Telling, write_notices


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
    tell_ended(session, ended, now)
    return ended


def tell_ended(session: Session, ended: Sequence[Cluster], now: datetime) -> None:
    """Tell operator, city and department how each of these stands now."""
    bodies = receivers(session)
    write_notices(session, [ending(one, bodies) for one in ended], now=now)


def ending(cluster: Cluster, bodies: Receivers) -> Telling:
    """Return what is told of one end of validity."""
    values = {
        "cluster": cluster.name,
        "certificate": cluster.certificate,
        "matter": rules_of(cluster.pack_id).state_title(cluster.state),
        "due_on": cluster.expires_on,
        "who": "",
    }
    to = bodies.of_cluster(cluster, (Role.APPLICANT, Role.CITY_BUREAU, Role.DEPARTMENT))
    return Telling("validity_ended", to, values, f"validity_ended:{cluster.id}:{cluster.expires_on}")
