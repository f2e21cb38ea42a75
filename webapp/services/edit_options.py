"""What an organiser needs to edit one panel: every expert with fit, load, and why some may not be chosen."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy.orm import Session

from reviewers.affinity import fit
from webapp import models
from webapp.errors import NotFound
from webapp.queries import panels
from webapp.services.conflict_standing import is_barring
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
    problem, rows = plan.outcome["problem"], plan.outcome["rows"]
    listed = panels.admitted_declarations(session, found.id)
    row = next((one for one in listed if one.number == number), None)
    if row is None or number not in problem["declarations"]:
        raise NotFound("no-declaration", "方案中没有这份申报。")
    i = problem["declarations"].index(number)
    seats = {seat.pseudonym: expert for seat, expert in panels.seats_of_round(session, found.id)}
    experts = [seats[name] for name in problem["experts"]]
    evidence: dict[int, list[str]] = {}
    for one in panels.conflicts_of_round(session, found.id):
        if one.declaration_id == row.id and is_barring(one):
            evidence.setdefault(one.expert_id, []).append(one.evidence)
    fitting = fit(engine_experts(experts), engine_declarations(listed))
    place, load = listed.index(row), Counter(j for _i, j in rows)
    on = {j for at, j in rows if at == i}
    most = problem["max_load"]
    options = [
        Option(
            name,
            experts[j].name,
            experts[j].unit,
            problem["fit"][i][j] / MICRO,
            parts_of(fitting, place, j),
            load[j],
            most if isinstance(most, int) else most[j],
            j in on,
            tuple(problem["experts"][k] for k in sorted(on - {j}) if problem["group"][k] == problem["group"][j]),
            tuple(evidence.get(experts[j].id, ())),
        )
        for j, name in enumerate(problem["experts"])
    ]
    return row, sorted(options, key=lambda one: (not one.is_on, bool(one.conflicts), -one.fit, one.pseudonym))
