"""The scoring page around its form: rendered once for its kind, then filled in with whose and which it is."""

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from flask import Response, render_template, request, session
from markupsafe import Markup, escape

from webapp.pages.desk_form import desk_form, macros
from webapp.pages.door import actor
from webapp.pages.framing import FRAMING
from webapp.pages.kept_forms import Mark, cut_at_marks, store
from webapp.pages.language import chosen_language
from webapp.pages.shell import hidden_field, other_language
from webapp.pages.signed import form_token
from webapp.queries.own_sheets import OwnSheet
from webapp.services.describe_desk import Desk


class Spot(NamedTuple):
    """Where a sheet lies on the desk: those before and after it, its number among all."""

    before: int | None
    after: int | None
    number: int
    n_all: int


def scoring_page(sheet: OwnSheet, desk: Desk, spot: Spot) -> Response:
    """Show one sheet."""
    place, values = sheet.place, {**page_values(sheet, desk, spot), ("", "form"): desk_form(desk, sheet)}
    kind = (chosen_language(), request.environ.get("SCRIPT_NAME"), actor().role, not sheet.is_writable)
    kind += (place.is_demonstration, spot.before is None, spot.after is None, place.pack_id, place.settings)

    def render(mark: Mark) -> str:
        return rendered(lambda kind: mark("", kind), sheet, desk, spot)

    if "_flashes" in session:  # said once and never again: such a page is not kept
        page = cut_at_marks(render).filled(values)
    else:
        kept = store().large
        form = kept.find(("page", *kind)) or kept.keep(("page", *kind), cut_at_marks(render))
        page = form.filled(values)
    return Response(page, headers=[("Content-Security-Policy", FRAMING)])


def page_values(sheet: OwnSheet, desk: Desk, spot: Spot) -> dict[tuple[str, str], str]:
    """Say what goes into the places of the page, escaped."""
    place, who = sheet.place, actor()
    values = {
        "token": form_token(),
        "language": other_language(),
        "who": who.name,
        "account": who.account_id,
        "assignment": place.assignment_id,
        "cluster": place.cluster_name,
        "declaration": place.number,
        "where": place.city + place.county,
        "opinion": place.opinion or "",
        "given": desk.total.n_scored,
        "total": desk.total.as_text(),
        "before": spot.before,
        "after": spot.after,
        "number": spot.number,
        "all": spot.n_all,
        "whole": Markup(whole_papers(desk, place.pseudonym)),  # noqa: S704  # rendered
    }
    return {("", kind): str(escape(value)) for kind, value in values.items()}


def whole_papers(desk: Desk, seat_mark: str) -> str:
    """Render the files that bear on no criterion."""
    return str(macros(seat_mark=seat_mark).whole_papers(desk.papers.whole)) if desk.papers.whole else ""


def rendered(at: Callable[[str], Markup], sheet: OwnSheet, desk: Desk, spot: Spot) -> str:
    """Render the page with what stands at each place."""
    token = hidden_field(at("token"))
    return render_template(
        "desk/score.html",
        csrf_token=lambda: at("token"),
        csrf=lambda: token,
        other_language=lambda: at("language"),
        actor=replace(actor(), name=at("who"), account_id=at("account")),
        at=at,
        has_before=spot.before is not None,
        has_after=spot.after is not None,
        locked=not sheet.is_writable,
        demonstration=sheet.place.is_demonstration,
        n_criteria=desk.total.n_criteria,
        reason_below=desk.reason_below,
        reason_above=desk.reason_above,
    )
