"""Questions about the cultivation pool."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.errors import NotFound
from webapp.models import Cluster, Declaration, PoolEntry, ReReview, Round
from webapp.permissions import Actor, Role

SETTLED = ("announced",)


def entries_of(session: Session, actor: Actor, pack_id: str) -> list[PoolEntry]:
    """List the pool of a region, a city bureau its city's, those who left last."""
    query = select(PoolEntry).where(PoolEntry.pack_id == pack_id)
    if actor.role is Role.CITY_BUREAU:
        query = query.where(PoolEntry.city == (actor.city or ""))
    return list(session.scalars(query.order_by(PoolEntry.left_on.is_not(None), PoolEntry.id)))


def entry_by_id(session: Session, entry_id: int) -> PoolEntry:
    """Find an entry of the pool."""
    found = session.get(PoolEntry, entry_id)
    if found is None:
        raise NotFound("no-entry", "培育库中没有这一条。")
    return found


def not_recognised(session: Session, pack_id: str) -> list[Declaration]:
    """List the declarations of announced rounds that became no cluster and are not in the pool."""
    settled = select(Round.id).where(Round.pack_id == pack_id, Round.state.in_(SETTLED))
    query = (
        select(Declaration)
        .outerjoin(Cluster, Cluster.declaration_id == Declaration.id)
        .outerjoin(PoolEntry, PoolEntry.declaration_id == Declaration.id)
        .outerjoin(ReReview, ReReview.declaration_id == Declaration.id)
        .where(Declaration.round_id.in_(settled), Declaration.state != "draft")
        .where(Cluster.id.is_(None), PoolEntry.id.is_(None), ReReview.id.is_(None))
    )
    return list(session.scalars(query.order_by(Declaration.number)))
