"""Questions about spot checks."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.errors import NotFound
from webapp.models import Declaration, SpotCheck


def checks_of_round(session: Session, round_id: int) -> list[tuple[SpotCheck, Declaration]]:
    """List what was picked for a visit, by number."""
    query = select(SpotCheck, Declaration).join(Declaration, SpotCheck.declaration_id == Declaration.id)
    rows = session.execute(query.where(SpotCheck.round_id == round_id).order_by(Declaration.number))
    return [(check, declaration) for check, declaration in rows]


def check_of_declaration(session: Session, round_id: int, number: str) -> tuple[SpotCheck, Declaration]:
    """Find the spot check of one declaration."""
    for check, declaration in checks_of_round(session, round_id):
        if declaration.number == number:
            return check, declaration
    raise NotFound("no-spot-check", "这份申报没有列入实地抽查。")
