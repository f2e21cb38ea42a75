"""Open the re-review of a cluster where the measure leaves it to the department."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from webapp.errors import Refusal
from webapp.models import Cluster, ReReview
from webapp.permissions import Action, Actor, Role, require
from webapp.queries import cluster_files
from webapp.services.cluster_rules import cluster_facts
from webapp.services.notice_receivers import receivers
from webapp.services.record_act import record_act
from webapp.services.take_cluster_step import take_cluster_step
from webapp.services.write_notice import write_notice


def open_re_review(session: Session, *, actor: Actor, cluster: Cluster, today: date, now: datetime) -> ReReview:
    """Begin the re-review; where clusters apply for it the pack refuses for want of the city's forwarding."""
    require(actor, Action.OPEN_RE_REVIEW, cluster_facts(cluster))
    if cluster_files.file_of(session, cluster.id).open_re_review is not None:
        raise Refusal("re-review-open", "该集群已有一次复核正在办理。")
    take_cluster_step(session, actor=actor, cluster=cluster, act="open_re_review", today=today, now=now)
    opened = ReReview(
        cluster_id=cluster.id, opened_on=today, old_expiry=cluster.expires_on, account_id=actor.account_id, at=now
    )
    session.add(opened)
    session.flush()
    told = {"cluster": cluster.certificate, "opened_on": str(today)}
    record_act(session, actor=actor, action="open re-review", facts=told, now=now, round_id=cluster.round_id)
    tell_operator(session, cluster, now)
    return opened


def tell_operator(session: Session, cluster: Cluster, now: datetime) -> None:
    """Tell the operator and the city that the re-review has begun."""
    values = {
        "cluster": cluster.name,
        "certificate": cluster.certificate,
        "matter": "",
        "due_on": cluster.expires_on,
        "who": "",
    }
    to = receivers(session).of_cluster(cluster, (Role.APPLICANT, Role.CITY_BUREAU))
    write_notice(session, kind="re_review_opened", to=to, values=values, now=now)
