"""The form of a scoring page: the same for every declaration and expert but for what is declared, found and given.

A form is rendered once with marks where facts, findings, points and reasons go; every visit only puts them in. The key
is all that goes into it, word for word: a pack, setting or language that differs is another form. What was found beside
one criterion is rendered in the same way, once for all declarations of which the same was found for other reasons.
"""

import re
import secrets
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, NamedTuple, cast

from flask import Flask, current_app
from markupsafe import Markup, escape

from webapp.pages.language import chosen_language
from webapp.queries.own_sheets import Given, OwnSheet
from webapp.services.describe_desk import Bearing, Desk, Fact

# About 80 KB a form, less than one a finding.
MOST = 512
YES = {"done": " done", "checked": " checked", "hidden": " hidden"}

Key = tuple[object, ...]
Mark = Callable[[str, str], Markup]


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
    kept, place, is_locked = kept_forms(), sheet.place, not sheet.is_writable
    shape = tuple(len(fact.values) for facts in desk.facts.values() for fact in facts)
    key = ("form", chosen_language(), is_locked, place.pack_id, place.settings, shape)
    form = kept.find(key) or kept.keep(key, render_form(desk, is_locked=is_locked))
    values = {("", f"area {area}"): points for area, points in desk.total.areas_as_text().items()}
    values.update(declared_values(desk))
    for criterion, given in sheet.scores.items():
        values.update(given_values(criterion, given, desk))
    for area in desk.areas:
        for one in area.criteria:
            values.setdefault((one.key, "hidden"), YES["hidden"])
    values.update(papers_beside(desk, place.pseudonym))
    return form.filled(values)


def kept_forms() -> Kept:
    """Return the application's store."""
    return cast(Kept, current_app.extensions["zeyou_desk_forms"])


def declared_values(desk: Desk) -> dict[tuple[str, str], str]:
    """Say what was declared and found beside each criterion."""
    values = {
        (criterion, f"fact {place} {cell}"): str(escape(value)) if value else "—"
        for criterion, facts in desk.facts.items()
        for place, fact in enumerate(facts)
        for cell, value in enumerate(fact.values)
    }
    for criterion, findings in desk.findings.items():
        if findings:
            values[criterion, "findings"] = bearing_text(findings)
    return values


def bearing_text(findings: tuple[Bearing, ...]) -> str:
    """Render what was found beside a criterion."""
    key = ("findings", chosen_language(), tuple((one.result, one.article) for one in findings))
    kept = kept_forms()
    form = kept.find(key)
    if form is None:
        form = kept.keep(key, cut_at_marks("bearing", lambda mark: (marked_findings(findings, mark),)))
    return form.filled({("", str(place)): str(escape(one.reason)) for place, one in enumerate(findings)})


def marked_findings(findings: tuple[Bearing, ...], mark: Mark) -> list[dict[str, object]]:
    """Put marks where the reasons go."""
    return [
        {"result": one.result, "article": one.article, "reason": mark("", str(n))} for n, one in enumerate(findings)
    ]


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
    """Render the form with marks for whatever is declared."""

    def marked(mark: Mark) -> tuple[object, ...]:
        facts = {key: marked_facts(key, given, mark) for key, given in desk.facts.items()}
        return desk, facts, mark, is_locked

    return cut_at_marks("own_form", marked)


def marked_facts(criterion: str, facts: tuple[Fact, ...], mark: Mark) -> list[dict[str, object]]:
    """Put marks where the declared values go."""
    return [
        {
            "label": fact.label,
            "unit": fact.unit,
            "is_long": fact.is_long,
            "values": [mark(criterion, f"fact {place} {cell}") for cell in range(len(fact.values))],
        }
        for place, fact in enumerate(facts)
    ]


def cut_at_marks(macro: str, arguments: Callable[[Mark], tuple[object, ...]]) -> Form:
    """Render a macro with marks and cut it at them; the marks cannot occur in what anybody declared."""
    secret = secrets.token_hex(12)

    def mark(criterion: str, kind: str) -> Markup:
        return Markup(f"[{secret} {criterion}/{kind}]")  # noqa: S704  # keys of packs and our own words

    shown: Any = current_app.jinja_env.get_template("desk/criterion.html").make_module({})
    pieces = re.split(rf"\[{secret} (.*?)/(.*?)\]", str(getattr(shown, macro)(*arguments(mark))))
    return Form(tuple(pieces[::3]), tuple(zip(pieces[1::3], pieces[2::3], strict=True)))


def install_desk_form(app: Flask) -> None:
    """Give the application its store."""
    app.extensions["zeyou_desk_forms"] = Kept()
