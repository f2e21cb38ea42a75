"""An applicant takes its declaration back."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.pages.door import actor, guards, now, writing
from webapp.permissions import Action
from webapp.services.known_declaration import known_declaration
from webapp.services.withdraw_declaration import withdraw_declaration

pages = Blueprint("withdrawal", __name__, url_prefix="/declarations")


@pages.post("/<int:declaration_id>/withdraw")
@guards(Action.WITHDRAW_DECLARATION)
def withdraw_act(declaration_id: int) -> ResponseReturnValue:
    """Withdraw it."""
    with writing() as session:
        declaration, found = known_declaration(session, actor(), declaration_id)
        reason = request.form.get("reason", "")
        withdraw_declaration(session, actor=actor(), declaration=declaration, found=found, reason=reason, now=now())
    flash(_("申报已撤回。"))
    return redirect(url_for("declarations.show_page", declaration_id=declaration_id))
