"""The living style page: every component once, while testing."""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from webapp.pages.door import guards, settings
from webapp.permissions import Action

pages = Blueprint("style", __name__)


@pages.get("/style")
@guards(Action.SEE_STYLE)
def style_page() -> ResponseReturnValue:
    """Show the components; outside tests the page does not exist."""
    if not settings().testing:
        abort(404)
    return render_template("style/style.html")
