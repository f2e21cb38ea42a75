"""Questions about the sample of a round and what was given for it."""

from dataclasses import dataclass

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import Session

from webapp.models import Declaration, Round, SampleCase, SampleReview

MOST = 200


def case_of_round(session: Session, round_id: int) -> SampleCase | None:
    """Find the sample of a round."""
    return session.get(SampleCase, round_id)


def reviews_of_case(session: Session, round_id: int) -> list[SampleReview]:
    """List what the seats of a round gave."""
    return list(session.scalars(select(SampleReview).where(SampleReview.round_id == round_id)))


def has_scored_sample(asking: Session | Connection, seat_id: int) -> bool:
    """Tell whether a seat has handed in its sample."""
    return bool(asking.scalar(select(func.count()).where(SampleReview.seat_id == seat_id)))


@dataclass(frozen=True)
class OutsideDeclaration:
    """A declaration that does not compete in the round."""

    id: int
    number: str
    cluster_name: str
    round_title: str


def outside_declarations(session: Session, found: Round) -> list[OutsideDeclaration]:
    """List what may serve as a sample: refused here, or of an earlier round on the same rule pack."""
    columns = (Declaration.id, Declaration.number, Declaration.cluster_name, Round.title)
    # Asked for first: while it does not know that there are none, a database goes through all there is to find some.
    earlier = list(session.scalars(select(Round.id).where(Round.pack_id == found.pack_id, Round.id != found.id)))
    listed = []
    for whose, state in (
        (Declaration.round_id == found.id, "refused"),
        (Declaration.round_id.in_(earlier), "admitted"),
    ):
        query = select(*columns).join(Round, Declaration.round_id == Round.id).where(whose, Declaration.state == state)
        listed += [
            OutsideDeclaration(*row) for row in session.execute(query.order_by(Declaration.id.desc()).limit(MOST))
        ]
    return sorted(listed, key=lambda one: -one.id)[:MOST]
