"""Questions about evidence and who may read it."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.errors import NotFound
from webapp.models import Assignment, Evidence, Seat


def evidence_of(session: Session, declaration_id: int) -> list[Evidence]:
    """List the files of a declaration in the order they came."""
    query = select(Evidence).where(Evidence.declaration_id == declaration_id).order_by(Evidence.id)
    return list(session.scalars(query))


def evidence_by_id(session: Session, evidence_id: int) -> Evidence:
    """Find one file."""
    found = session.get(Evidence, evidence_id)
    if found is None:
        raise no_evidence()
    return found


def no_evidence() -> NotFound:
    """Return what is said of a file that is not there, or not for this reader."""
    return NotFound("no-evidence", "没有这份佐证材料，或您无权查看。")


def is_used(session: Session, sha256: str) -> bool:
    """Tell whether any file still has this content."""
    return bool(session.scalar(select(func.count()).select_from(Evidence).where(Evidence.sha256 == sha256)))


def is_assigned(session: Session, declaration_id: int, account_id: int) -> bool:
    """Tell whether the declaration lies before this expert."""
    query = (
        select(Assignment.id)
        .join(Seat, Assignment.seat_id == Seat.id)
        .where(
            Assignment.declaration_id == declaration_id,
            Seat.account_id == account_id,
            Assignment.is_withdrawn.is_(False),
        )
    )
    return session.scalar(query.limit(1)) is not None
