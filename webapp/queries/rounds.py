"""Questions about rounds."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.errors import NotFound
from webapp.models import Declaration, Publicity, Round, RoundTally


def round_by_code(session: Session, code: str) -> Round:
    """Find a round or say that there is none."""
    found = session.scalars(select(Round).where(Round.code == code)).one_or_none()
    if found is None:
        raise NotFound("no-round", "没有这个轮次，或您无权查看。")
    return found


def hold_round(session: Session, found: Round) -> None:
    """Let one act at a time go on with a round, each seeing what the one before has done."""
    session.refresh(found, with_for_update=True)


def round_by_id(session: Session, round_id: int) -> Round:
    """Find the round a thing belongs to."""
    found = session.get(Round, round_id)
    if found is None:
        raise NotFound("no-round", "没有这个轮次，或您无权查看。")
    return found


def codes_by_id(session: Session) -> dict[int | None, str]:
    """Return the code of every round."""
    return {found.id: found.code for found in session.execute(select(Round.id, Round.code))}


def is_code_taken(session: Session, code: str) -> bool:
    """Tell whether another round has this code."""
    return bool(session.scalar(select(func.count()).select_from(Round).where(Round.code == code)))


def declarations_by_state(session: Session, round_id: int) -> dict[str, int]:
    """Return the kept counts of a round's declarations by state, as of the last commit."""
    found = session.get(RoundTally, round_id)
    return dict(found.by_state) if found else {}


def n_changes(session: Session, round_id: int) -> int:
    """Return how often what is declared in a round has changed, as of the last commit."""
    return session.scalar(select(RoundTally.n_changes).where(RoundTally.round_id == round_id)) or 0


def current_publicity(session: Session, round_id: int) -> Publicity | None:
    """Find the latest publicity of the round."""
    query = select(Publicity).where(Publicity.round_id == round_id).order_by(Publicity.id.desc()).limit(1)
    return session.scalars(query).one_or_none()


def rounds_in_publicity(session: Session) -> list[tuple[Round, Publicity]]:
    """List what the public may see."""
    query = select(Round, Publicity).join(Publicity, Publicity.round_id == Round.id).order_by(Publicity.id.desc())
    return [(found, publicity) for found, publicity in session.execute(query)]


def rounds_open_for_declaring(session: Session) -> list[Round]:
    """List rounds that take declarations now."""
    return list(session.scalars(select(Round).where(Round.state == "declaring").order_by(Round.id.desc())))


def n_declarations(session: Session, round_id: int) -> int:
    """Return the kept count of a round's declarations, whatever became of them."""
    return sum(declarations_by_state(session, round_id).values())


def count_admitted(session: Session, round_id: int) -> int:
    """Count the declarations that go to expert review, those of this transaction too."""
    query = select(func.count()).select_from(Declaration).where(Declaration.round_id == round_id)
    return session.scalar(query.where(Declaration.state == "admitted")) or 0


def has_more_admitted(session: Session, round_id: int, than: int) -> bool:
    """Tell whether more than so many declarations go to expert review, counting no further than that."""
    admitted = select(Declaration.id).where(Declaration.round_id == round_id, Declaration.state == "admitted")
    return len(session.scalars(admitted.limit(than + 1)).all()) > than
