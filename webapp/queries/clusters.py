"""Questions about recognised clusters."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from webapp.errors import NotFound
from webapp.models import Cluster, ReReview, Round
from webapp.permissions import Actor, Role

ORDERS = {"strokes": Cluster.stroke_key, "pinyin": Cluster.pinyin_key, "expiry": Cluster.expires_on}
NO_CLUSTER = "没有这个集群，或您无权查看。"


def of_actor(actor: Actor) -> Select[Cluster]:
    """Select the clusters this actor may know of: the operator its own, the city bureau its city's."""
    query = select(Cluster)
    if actor.role is Role.APPLICANT:
        return query.where(Cluster.operator_account_id == actor.account_id)
    if actor.role is Role.CITY_BUREAU:
        return query.where(Cluster.city == (actor.city or ""))
    return query


def clusters_of_actor(session: Session, actor: Actor) -> list[Cluster]:
    """List every cluster this actor may know of by certificate."""
    return list(session.scalars(of_actor(actor).order_by(Cluster.certificate)))


def find_clusters(
    session: Session,
    actor: Actor,
    *,
    words: str = "",
    city: str = "",
    industry: str = "",
    pack_id: str = "",
    order: str = "strokes",
) -> list[Cluster]:
    """List the clusters that answer the search in the order asked for."""
    query = of_actor(actor)
    for word in words.split():
        columns = (Cluster.name, Cluster.operator, Cluster.city, Cluster.county, Cluster.industry, Cluster.certificate)
        query = query.where(or_(*(column.icontains(word, autoescape=True) for column in columns)))
    for column, wanted in ((Cluster.city, city), (Cluster.industry, industry), (Cluster.pack_id, pack_id)):
        query = query.where(column == wanted) if wanted else query
    return list(session.scalars(query.order_by(ORDERS.get(order, Cluster.stroke_key), Cluster.id)))


def cluster_by_id(session: Session, cluster_id: int) -> Cluster:
    """Find a cluster or say that there is none."""
    found = session.get(Cluster, cluster_id)
    if found is None:
        raise NotFound("no-cluster", NO_CLUSTER)
    return found


def cluster_by_certificate(session: Session, certificate: str) -> Cluster:
    """Find a cluster by the number of its certificate."""
    found = session.scalars(select(Cluster).where(Cluster.certificate == certificate)).one_or_none()
    if found is None:
        raise NotFound("no-cluster", NO_CLUSTER)
    return found


def certificates_from(session: Session, prefix: str) -> list[str]:
    """List the certificates that begin with the prefix."""
    return list(session.scalars(select(Cluster.certificate).where(Cluster.certificate.startswith(prefix))))


def clusters_of_round(session: Session, round_id: int) -> list[Cluster]:
    """List what a round recognised by certificate."""
    return list(session.scalars(select(Cluster).where(Cluster.round_id == round_id).order_by(Cluster.certificate)))


def re_reviews_of_declarations(session: Session, ids: Sequence[int]) -> dict[int, ReReview]:
    """Map the declarations that serve a re-review to it."""
    query = select(ReReview).where(ReReview.declaration_id.in_(ids))
    return {one.declaration_id: one for one in session.scalars(query) if one.declaration_id is not None}


def re_reviews_without_round(session: Session, pack_id: str) -> list[ReReview]:
    """List the re-reviews of a region that are open and not worked in a round."""
    query = (
        select(ReReview)
        .join(Cluster, ReReview.cluster_id == Cluster.id)
        .where(Cluster.pack_id == pack_id, ReReview.outcome.is_(None), ReReview.round_id.is_(None))
    )
    return list(session.scalars(query.order_by(ReReview.id)))


def clusters_by_ids(session: Session, ids: Sequence[int]) -> dict[int, Cluster]:
    """Map numbers to clusters."""
    return {one.id: one for one in session.scalars(select(Cluster).where(Cluster.id.in_(ids)))}


@dataclass(frozen=True)
class OpenReReview:
    """A re-review without outcome, its cluster and the round it is worked in, if any."""

    re_review: ReReview
    cluster: Cluster
    round: Round | None


def open_re_reviews(session: Session) -> list[OpenReReview]:
    """List every re-review that waits for its outcome."""
    query = (
        select(ReReview, Cluster, Round)
        .join(Cluster, ReReview.cluster_id == Cluster.id)
        .outerjoin(Round, ReReview.round_id == Round.id)
        .where(ReReview.outcome.is_(None))
        .order_by(ReReview.id)
    )
    return [OpenReReview(*row) for row in session.execute(query)]
