"""A declaration as far as somebody may know of it: another's is answered like none, so that numbers tell nothing."""

from sqlalchemy.orm import Session

from webapp.errors import NotFound
from webapp.models import Declaration, Round
from webapp.permissions import Action, Actor, Facts, why_not
from webapp.queries import declarations


def known_declaration(session: Session, actor: Actor, declaration_id: int) -> tuple[Declaration, Round]:
    """Find a declaration with its round, for whoever may read it."""
    declaration, found = declarations.declaration_by_id(session, declaration_id)
    facts = Facts(found.state, declaration.applicant_id or 0, declaration.city, declaration.state)
    if why_not(actor, Action.SEE_DECLARATION, facts):
        raise NotFound("no-declaration", "没有这份申报，或您无权查看。")
    return declaration, found
