"""The form of a scoring page: the same for every declaration and expert but for what is declared, found and given.

A form is rendered once with marks where facts, findings, points and reasons go; every visit only puts them in. What was
found beside one criterion is rendered in the same way, once for all declarations of which the same was found for other
reasons; what is declared is written out once for the experts who look at it.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from flask import current_app
from markupsafe import escape

from webapp.pages.kept_forms import Form, Key, Mark, Place, Values, cut_at_marks, store
from webapp.pages.language import chosen_language
from webapp.queries.own_sheets import Given, OwnSheet
from webapp.services.describe_desk import Bearing, Desk, Fact


class Written(NamedTuple):
    """What is declared, written out, and the shape of the form it goes into."""

    shape: str
    values: dict[Place, bytes]


YES = {"done": " done", "checked": " checked", "hidden": " hidden"}


def desk_form(desk: Desk, sheet: OwnSheet) -> bytes:
    """Return facts, findings, score bands and what is given so far of every criterion."""
    kept, place, is_locked, language = store().large, sheet.place, not sheet.is_writable, chosen_language()
    ruled = (language, place.pack_id, place.settings)
    said = ("declared", *ruled, desk.declared)
    written: Written = kept.find(said) or kept.keep(said, write_declared(desk, language))
    key = ("form", is_locked, *ruled, written.shape)
    form: Form = kept.find(key) or kept.keep(key, cut_at_marks(lambda mark: own_form(desk, mark, is_locked=is_locked)))
    values: dict[Place, str | bytes] = dict(written.values)
    for area in desk.areas:
        for one in area.criteria:
            given = sheet.scores.get(one.key)
            if given is None:
                values[one.key, "hidden"] = YES["hidden"]
            else:
                give(values, one.key, given, desk)
    for area_key, points in desk.total.areas_as_text().items():
        values["", f"area {area_key}"] = points
    values.update(papers_beside(desk, place.pseudonym))
    return form.filled(values)


def write_declared(desk: Desk, language: str) -> Written:
    """Say what was declared and found beside each criterion."""
    shape = ",".join(str(len(fact.values)) for facts in desk.facts.values() for fact in facts)
    values: dict[Place, bytes] = {
        (criterion, f"fact {place} {cell}"): str(escape(value)).encode() if value else "—".encode()
        for criterion, facts in desk.facts.items()
        for place, fact in enumerate(facts)
        for cell, value in enumerate(fact.values)
    }
    for criterion, findings in desk.findings.items():
        if findings:
            values[criterion, "findings"] = bearing_text(findings, language)
    return Written(shape, values)


def bearing_text(findings: tuple[Bearing, ...], language: str) -> bytes:
    """Render what was found beside a criterion."""
    key: Key = ("findings", language, tuple((one.result, one.article) for one in findings))
    kept = store().small
    form: Form = kept.find(key) or kept.keep(
        key, cut_at_marks(lambda mark: macros().bearing(marked_findings(findings, mark)))
    )
    return form.filled({("", str(place)): str(escape(one.reason)) for place, one in enumerate(findings)})


def macros(**context: object) -> Any:
    """Return the macros of the form."""
    return current_app.jinja_env.get_template("desk/criterion.html").make_module(context)


def marked_findings(findings: tuple[Bearing, ...], mark: Mark) -> list[dict[str, object]]:
    """Put marks where the reasons go."""
    return [
        {"result": one.result, "article": one.article, "reason": mark("", str(n))} for n, one in enumerate(findings)
    ]


def give(values: dict[Place, str | bytes], criterion: str, given: Given, desk: Desk) -> None:
    """Say what goes into the places of one criterion; what is not said stays empty."""
    points = given.hundredths
    if points is not None:
        values[criterion, "points"] = f"{points // 100}.{points % 100:02d}"
    if points is not None or given.is_not_applicable:
        values[criterion, "done"] = YES["done"]
    if given.is_not_applicable:
        values[criterion, "checked"] = YES["checked"]
    if given.reason:
        values[criterion, "reason"] = str(escape(given.reason))
    is_extreme = points is not None and not desk.reason_below * 100 <= points <= desk.reason_above * 100
    if not (given.reason or is_extreme or given.is_not_applicable):
        values[criterion, "hidden"] = YES["hidden"]


def papers_beside(desk: Desk, mark: str) -> Values:
    """Render the evidence beside each criterion that has any, under the mark of the seat."""
    beside: Mapping[str, Any] = {key: papers for key, papers in desk.papers.beside.items() if papers}
    if not beside:
        return {}
    shown = macros(seat_mark=mark)
    return {(key, "papers"): str(shown.papers(papers)) for key, papers in beside.items()}


def own_form(desk: Desk, mark: Mark, *, is_locked: bool) -> str:
    """Render the form with marks for whatever is declared."""
    facts = {key: marked_facts(key, given, mark) for key, given in desk.facts.items()}
    return str(macros().own_form(desk, facts, mark, is_locked))


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
