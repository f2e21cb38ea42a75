"""The holidays of the years: which are known, and the notice of one more entered."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.forms.holiday_year import read_holiday_year
from webapp.pages.door import actor, asking, guards, now, settings, today, writing
from webapp.permissions import Action
from webapp.services.enter_holidays import enter_holidays
from webapp.services.list_holidays import list_holidays

pages = Blueprint("holidays", __name__, url_prefix="/holidays")


@pages.get("/")
@guards(Action.ENTER_HOLIDAYS)
def list_page() -> ResponseReturnValue:
    """Show the years that are known and what waits for the next."""
    with asking() as session:
        known = list_holidays(session, actor=actor(), folder=settings().data_folder)
    return render_template("holidays/list.html", known=known, year=max(today().year, known.latest) + 1)


@pages.post("/")
@guards(Action.ENTER_HOLIDAYS)
def enter_act() -> ResponseReturnValue:
    """Keep the notice of a year and renew what was provisional."""
    text = read_holiday_year(request.form)
    with writing() as session:
        moved = enter_holidays(
            session,
            actor=actor(),
            name=_("放假安排"),
            text=text,
            may_shorten=request.form.get("may_shorten") == "yes",
            folder=settings().data_folder,
            now=now(),
        )
    flash(_("已录入，重算后移动了 %(n)s 个期限。", n=len(moved)))
    return redirect(url_for("holidays.list_page"))
