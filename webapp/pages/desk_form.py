"""The form of a scoring page: the same for every expert and visit but for what is given, so it is kept rendered.

A form is rendered once with marks where points and reasons go; every visit only puts them in. The key is all that goes
into it, word for word: a declaration, finding, setting or language that differs is another form.
"""

import re
import secrets
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import NamedTuple, cast

from flask import Flask, current_app
from markupsafe import Markup, escape

from webapp.pages.language import chosen_language
from webapp.queries.own_sheets import Given, OwnSheet
from webapp.services.describe_desk import Desk

# About 80 KB each: the declarations of a large round in one language.
MOST = 128
YES = {"done": " done", "checked": " checked", "hidden": " hidden"}

Key = tuple[object, ...]


class Form(NamedTuple):
    """Rendered text between places, and what goes into each: criterion and kind."""

    texts: tuple[str, ...]
    places: tuple[tuple[str, str], ...]

    def filled(self, values: Mapping[tuple[str, str], str]) -> Markup:
        """Put the values in; a place without one stays empty."""
        parts = [self.texts[0]]
        for place, text in zip(self.places, self.texts[1:], strict=True):
            parts += (values.get(place, ""), text)
        return Markup("".join(parts))  # noqa: S704  # texts are rendered, values escaped


@dataclass
class Kept:
    """The forms used last."""

    forms: OrderedDict[Key, Form] = field(default_factory=OrderedDict)
    lock: Lock = field(default_factory=Lock)

    def find(self, key: Key) -> Form | None:
        """Return a form and remember that it was used."""
        with self.lock:
            if key in self.forms:
                self.forms.move_to_end(key)
            return self.forms.get(key)

    def keep(self, key: Key, form: Form) -> Form:
        """Keep a form and let the one go that was not used for longest."""
        with self.lock:
            self.forms[key] = form
            while len(self.forms) > MOST:
                self.forms.popitem(last=False)
        return form


def desk_form(desk: Desk, sheet: OwnSheet) -> Markup:
    """Return facts, findings, score bands and what is given so far of every criterion."""
    kept = cast(Kept, current_app.extensions["zeyou_desk_forms"])
    place, is_locked = sheet.place, not sheet.is_writable
    key = (chosen_language(), is_locked, place.pack_id, place.settings, desk.declared)
    form = kept.find(key) or kept.keep(key, render_form(desk, is_locked=is_locked))
    values = {("", f"area {area}"): points for area, points in desk.total.areas_as_text().items()}
    for criterion, given in sheet.scores.items():
        values.update(given_values(criterion, given, desk))
    for area in desk.areas:
        for one in area.criteria:
            values.setdefault((one.key, "hidden"), YES["hidden"])
    values.update(papers_beside(desk, place.pseudonym))
    return form.filled(values)


def given_values(criterion: str, given: Given, desk: Desk) -> dict[tuple[str, str], str]:
    """Say what goes into the places of one criterion."""
    points, has_points = given.hundredths, given.hundredths is not None
    is_extreme = points is not None and not desk.reason_below * 100 <= points <= desk.reason_above * 100
    shown = {
        "done": YES["done"] if has_points or given.is_not_applicable else "",
        "points": "" if points is None else f"{points // 100}.{points % 100:02d}",
        "checked": YES["checked"] if given.is_not_applicable else "",
        "hidden": "" if given.reason or is_extreme or given.is_not_applicable else YES["hidden"],
        "reason": str(escape(given.reason)),
    }
    return {(criterion, kind): value for kind, value in shown.items()}


def papers_beside(desk: Desk, mark: str) -> dict[tuple[str, str], str]:
    """Render the evidence beside each criterion that has any, under the mark of the seat."""
    beside = {key: papers for key, papers in desk.papers.beside.items() if papers}
    if not beside:
        return {}
    shown = current_app.jinja_env.get_template("desk/criterion.html").make_module({"seat_mark": mark})
    return {(key, "papers"): str(shown.papers(papers)) for key, papers in beside.items()}  # type: ignore[attr-defined]  # a macro


def render_form(desk: Desk, *, is_locked: bool) -> Form:
    """Render the form with marks and cut it at them; the marks cannot occur in what anybody declared."""
    secret = secrets.token_hex(12)

    def mark(criterion: str, kind: str) -> Markup:
        return Markup(f"[{secret} {criterion}/{kind}]")  # noqa: S704  # keys of packs and our own words

    shown = current_app.jinja_env.get_template("desk/criterion.html").make_module({})
    pieces = re.split(rf"\[{secret} (.*?)/(.*?)\]", str(shown.own_form(desk, mark, is_locked)))  # type: ignore[attr-defined]  # a macro
    places = tuple(zip(pieces[1::3], pieces[2::3], strict=True))
    return Form(tuple(pieces[::3]), places)


def install_desk_form(app: Flask) -> None:
    """Give the application its store."""
    app.extensions["zeyou_desk_forms"] = Kept()
