"""What an organiser needs to edit one panel: every expert with fit, load, and why some may not be chosen."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from reviewers.affinity import fit
from webapp import models
from webapp.errors import NotFound
from webapp.models.packed_fits import unpacked
from webapp.queries import panels
from webapp.services.conflict_standing import is_barring
from webapp.services.plan_pages import page_of_number
from webapp.services.plan_view import MICRO, PartShown, parts_of
from webapp.services.round_people import engine_declarations, engine_experts


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


def edit_options(
    session: Session, *, found: models.Round, plan: models.AssignmentPlan, number: str
) -> tuple[models.Declaration, list[Option]]:
    """List the experts of the plan for one declaration, those on its panel first, then the best fit."""
    contents = page_of_number(session, plan, number)
    row = panels.admitted_of_numbers(session, found.id, [number]).get(number)
    if row is None or contents is None or number not in contents[1]["declarations"]:
        raise NotFound("no-declaration", "方案中没有这份申报。")
    whole, portion = contents
    place, names, group, most = (
        portion["declarations"].index(number),
        whole["experts"],
        whole["group"],
        whole["max_load"],
    )
    fits, on = unpacked(portion["fits"])[place], set(portion["panels"][place])
    seats = {seat.pseudonym: expert for seat, expert in panels.seats_of_round(session, found.id)}
    experts = [seats[name] for name in names]
    evidence: dict[int, list[str]] = {}
    for one in panels.conflicts_of_declaration(session, found.id, row.id):
        if is_barring(one):
            evidence.setdefault(one.expert_id, []).append(one.evidence)
    fitting = fit(engine_experts(experts), engine_declarations([row]))
    options = [
        Option(
            name,
            experts[j].name,
            experts[j].unit,
            fits[j] / MICRO,
            parts_of(fitting, 0, j, fits[j] / MICRO),
            whole["loads"][j],
            most if isinstance(most, int) else most[j],
            j in on,
            tuple(names[k] for k in sorted(on - {j}) if group[k] == group[j]),
            tuple(evidence.get(experts[j].id, ())),
        )
        for j, name in enumerate(names)
    ]
    return row, sorted(options, key=lambda one: (not one.is_on, bool(one.conflicts), -one.fit, one.pseudonym))
