"""Declaring: the online form with save and return, the filled .docx form, and the table of many declarations."""

from flask import Blueprint
from sqlalchemy.orm import Session

from webapp.models import Declaration, Round
from webapp.pages.door import actor
from webapp.permissions import Action, Facts, require
from webapp.queries import declarations

pages = Blueprint("declaring", __name__, url_prefix="/declaring")
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def own_draft(session: Session, declaration_id: int) -> tuple[Declaration, Round]:
    """Find a declaration this actor may fill."""
    declaration, found = declarations.declaration_by_id(session, declaration_id)
    require(actor(), Action.SEE_DECLARATION, Facts(found.state, declaration.applicant_id or 0, declaration.city))
    return declaration, found
