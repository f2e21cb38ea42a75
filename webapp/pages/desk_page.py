"""The two pages experts have before them all day: the list of their sheets and one sheet to score."""

from collections.abc import Sequence
from typing import NamedTuple

from flask import Response, current_app, request
from markupsafe import Markup, escape

from webapp.pages.desk_form import desk_form, macros
from webapp.pages.framing import FRAMING
from webapp.pages.kept_forms import Key, cut_at_marks, store
from webapp.pages.kept_pages import kept_page
from webapp.pages.language import chosen_language
from webapp.pages.score_bars import draw_bars
from webapp.pages.shell import csrf_field
from webapp.queries.homes import NoticeLine
from webapp.queries.own_sheets import OwnSheet, Place
from webapp.services.describe_desk import Desk
from webapp.services.list_panel_work import NOTHING, PanelWork
from webapp.services.own_scores import distribution, far_apart
from webapp.services.sheet_standings import Standing

Rows = Sequence[tuple[Place, Standing]]


class Spot(NamedTuple):
    """Where a sheet lies on the desk: those before and after it, its number among all."""

    before: int | None
    after: int | None
    number: int
    n_all: int


class Progress(NamedTuple):
    """How far the whole desk is: sheets, criteria scored, sheets done and handed in, where to go on, what follows."""

    n_all: int
    n_scored: int
    n_complete: int
    n_submitted: int
    open_sheet: int | None
    following: int | None


class Aside(NamedTuple):
    """What stands beside the sheets: days to the last day of each round, notices, what else the panel asks for."""

    score_until: tuple[tuple[str, int], ...]
    notices: Sequence[NoticeLine]
    panel_work: PanelWork


class LineForm(NamedTuple):
    """A line with places for values, and what goes into each: most of a list's time goes into its lines."""

    pattern: str
    names: tuple[str, ...]


def scoring_page(sheet: OwnSheet, desk: Desk, spot: Spot) -> Response:
    """Show one sheet."""
    place, total = sheet.place, desk.total
    kind: Key = (not sheet.is_writable, place.is_demonstration, spot.before is None, spot.after is None)
    values = {
        "assignment": place.assignment_id,
        "cluster": place.cluster_name,
        "declaration": place.number,
        "where": place.city + place.county,
        "opinion": place.opinion or "",
        "given": total.n_scored,
        "total": total.as_text(),
        "before": spot.before,
        "after": spot.after,
        "number": spot.number,
        "all": spot.n_all,
        "whole": whole_papers(desk, place.pseudonym),
        "form": desk_form(desk, sheet),
    }
    page = kept_page(
        "desk/score.html",
        (*kind, place.pack_id, place.settings),
        values,
        has_before=spot.before is not None,
        has_after=spot.after is not None,
        locked=not sheet.is_writable,
        demonstration=place.is_demonstration,
        n_criteria=total.n_criteria,
        reason_below=desk.reason_below,
        reason_above=desk.reason_above,
    )
    return Response(page, headers=[("Content-Security-Policy", FRAMING)])


def whole_papers(desk: Desk, seat_mark: str) -> Markup:
    """Render the files that bear on no criterion."""
    return Markup(macros(seat_mark=seat_mark).whole_papers(desk.papers.whole)) if desk.papers.whole else Markup("")  # noqa: S704  # rendered


def desk_list(rows: Rows, so_far: Progress, aside: Aside) -> Response:
    """Show a list of sheets, or a part of it."""
    code = rows[0][0].code if rows else ""
    is_demonstration, is_later_part = bool(rows and rows[0][0].is_demonstration), bool(request.args.get("after"))
    kind: Key = (code, is_demonstration, aside.score_until, so_far.n_submitted > 0, so_far.n_scored > 0, bool(rows))
    is_part, is_done = so_far.n_all > len(rows), so_far.n_submitted == so_far.n_all
    page = kept_page(
        "desk/list.html",
        (*kind, so_far.open_sheet is None, so_far.following is None, is_later_part, is_part, is_done),
        {
            "all": so_far.n_all,
            "complete": so_far.n_complete,
            "submitted": so_far.n_submitted,
            "open": so_far.open_sheet,
            "following": so_far.following,
            "rows": desk_rows(rows),
            "notices": drawn("notices", tuple(aside.notices)),
            "pairs": drawn("pairs", tuple(far_apart(rows))),
            "picture": drawn("picture", distribution(rows)),
        },
        is_kept=aside.panel_work == NOTHING,
        demonstration=is_demonstration,
        code=code,
        is_later_part=is_later_part,
        is_part=is_part,
        has_rows=bool(rows),
        has_scored=so_far.n_scored > 0,
        has_submitted=so_far.n_submitted > 0,
        is_done=is_done,
        has_open=so_far.open_sheet is not None,
        has_following=so_far.following is not None,
        score_until=aside.score_until,
        panel_work=aside.panel_work,
    )
    return Response(page)


def desk_rows(rows: Rows) -> bytes:
    """Return the lines of a list; lines of one kind are rendered once and filled in."""
    kept, lines, token = store().small, [], str(csrf_field())
    spoken, root = chosen_language(), request.environ.get("SCRIPT_NAME")
    for place, stands in rows:
        kind: Key = (place.is_extra, place.is_writable, place.review_state == "submitted", stands.n_scored > 0)
        key = ("row", spoken, root, *kind)
        form: LineForm = kept.find(key) or kept.keep(key, line_form(kind))
        values = {
            "number": escape(place.number),
            "id": place.assignment_id,
            "name": escape(place.cluster_name),
            "n": stands.n_scored,
            "all": stands.n_criteria,
            "total": stands.total,
            "token": token,
        }
        lines.append(form.pattern % tuple([values[name] for name in form.names]))
    return "".join(lines).encode()


def line_form(kind: Key) -> LineForm:
    """Render a line of one kind with marks."""
    template, names = current_app.jinja_env.get_template("desk/rows.html"), ("extra", "writable", "submitted", "begun")
    shown = dict(zip(names, kind, strict=True))
    form = cut_at_marks(lambda mark: template.render(at=lambda name: mark("", name), **shown))
    pattern = "%s".join(text.decode().replace("%", "%%") for text in form.texts)
    return LineForm(pattern, tuple(name for _criterion, name in form.places))


def drawn(name: str, what: tuple[object, ...]) -> Markup:
    """Render something beside the sheets, once as long as it says the same."""
    if not what:
        return Markup("")
    kept, key = store().small, (name, chosen_language(), request.environ.get("SCRIPT_NAME"), what)
    return with_token(kept.find(key) or kept.keep(key, kept_text(name, what=what, draw_bars=draw_bars)))


def kept_text(name: str, **shown: object) -> str:
    """Render a part of the list with a mark where the token of a page goes."""
    token = Markup(store().secret)  # noqa: S704  # hexadecimal digits
    return current_app.jinja_env.get_template(f"desk/{name}.html").render(csrf=lambda: token, **shown)


def with_token(text: str) -> Markup:
    """Put this page's token in."""
    return Markup(text.replace(store().secret, csrf_field()))  # noqa: S704  # rendered
