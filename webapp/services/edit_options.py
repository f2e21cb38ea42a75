"""What an organiser needs to edit one panel: its experts and others to choose from, with fit, load, and what bars."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from reviewers.affinity import fit
from webapp import models
from webapp.errors import NotFound
from webapp.models.packed_fits import unpacked
from webapp.queries import panel_windows, panels
from webapp.services.conflict_standing import is_barring
from webapp.services.plan_pages import page_of_number
from webapp.services.plan_view import MICRO, PartShown, parts_of
from webapp.services.round_people import engine_declarations, engine_experts

OFFERED = 30


@dataclass(frozen=True)
class Option:
    """One expert for the panel; `conflicts` tells the evidence where they must not meet."""

    pseudonym: str
    name: str
    unit: str
    fit: float
    parts: tuple[PartShown, ...]
    load: int
    max_load: int
    is_on: bool
    shares_unit_with: tuple[str, ...]
    conflicts: tuple[str, ...]


@dataclass(frozen=True)
class Choice:
    """The panel with those ticked on the way, and one part of the others a search means, the best fit first."""

    declaration: models.Declaration
    options: list[Option]
    page: int
    n_pages: int
    n_meant: int


def edit_options(
    session: Session,
    *,
    found: models.Round,
    plan: models.AssignmentPlan,
    number: str,
    ticked: Collection[str] | None = None,
    words: str = "",
    page: int = 1,
) -> Choice:
    """List the experts of one panel and others to choose from; ``ticked`` stands for the panel where it was changed."""
    contents = page_of_number(session, plan, number)
    row = panels.admitted_of_numbers(session, found.id, [number]).get(number)
    if row is None or contents is None or number not in contents[1]["declarations"]:
        raise NotFound("no-declaration", "方案中没有这份申报。")
    whole, portion = contents
    place, names, group = portion["declarations"].index(number), whole["experts"], whole["group"]
    fits, on = unpacked(portion["fits"])[place], set(portion["panels"][place])
    if ticked is not None:
        on = {j for j, name in enumerate(names) if name in ticked}
    evidence = barring_evidence(session, found, row)
    meant = panel_windows.pseudonyms_meant(session, found.id, words) if words.strip() else None
    first = sorted(on, key=lambda j: (names[j] in evidence, -fits[j], names[j]))
    others = sorted(
        (j for j in range(len(names)) if j not in on and (meant is None or names[j] in meant)),
        key=lambda j: (names[j] in evidence, -fits[j], names[j]),
    )
    n_pages = max(1, -(-len(others) // OFFERED))
    page = min(max(1, page), n_pages)
    shown = first + others[(page - 1) * OFFERED : page * OFFERED]
    experts = panel_windows.experts_named(session, found.id, {names[j] for j in shown})
    fitting = fit(engine_experts(experts[names[j]] for j in shown), engine_declarations([row]))
    most = whole["max_load"]
    options = [
        Option(
            names[j],
            experts[names[j]].name,
            experts[names[j]].unit,
            fits[j] / MICRO,
            parts_of(fitting, 0, at, fits[j] / MICRO),
            whole["loads"][j],
            most if isinstance(most, int) else most[j],
            j in on,
            tuple(names[k] for k in sorted(on - {j}) if group[k] == group[j]),
            tuple(evidence.get(names[j], ())),
        )
        for at, j in enumerate(shown)
    ]
    return Choice(row, options, page, n_pages, len(others))


def barring_evidence(session: Session, found: models.Round, row: models.Declaration) -> Mapping[str, list[str]]:
    """Tell by pseudonym why somebody must not judge a declaration."""
    barring = [one for one in panels.conflicts_of_declaration(session, found.id, row.id) if is_barring(one)]
    names = panel_windows.pseudonyms_of(session, found.id, {one.expert_id for one in barring})
    evidence: dict[str, list[str]] = {}
    for one in barring:
        if one.expert_id in names:
            evidence.setdefault(names[one.expert_id], []).append(one.evidence)
    return evidence
