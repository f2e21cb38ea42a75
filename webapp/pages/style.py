"""The living style page: every component once, for whoever builds a page."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from webapp.pages.door import guards
from webapp.permissions import Action

pages = Blueprint("style", __name__)


@pages.get("/style")
@guards(Action.SEE_STYLE)
def style_page() -> ResponseReturnValue:
    """Show the components, with invented words only."""
    return render_template("style/style.html")
