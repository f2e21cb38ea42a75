"""The columns that reserves who stepped in add to a stored problem: their fit, unit and conflicts."""

from typing import Any

import numpy as np
from sqlalchemy.orm import Session

from reviewers.affinity import fit_matrix
from webapp.models import Round
from webapp.queries import panels
from webapp.services.derived_numbers import MICRO
from webapp.services.plan_steps import Plain
from webapp.services.repair_step import RoundPeople
from webapp.services.round_people import engine_declarations, engine_experts


def joined_columns(session: Session, found: Round, problem: Plain, people: RoundPeople) -> list[dict[str, Any]]:
    """One column per seated expert the problem does not know yet, in the order of the draw."""
    seats = panels.seats_of_round(session, found.id)
    known = set(problem["experts"])
    fresh = [(seat, expert) for seat, expert in seats if seat.standing == "seated" and seat.pseudonym not in known]
    if not fresh:
        return []
    numbers = {number: i for i, number in enumerate(problem["declarations"])}
    declarations = [row for row in panels.admitted_declarations(session, found.id) if row.number in numbers]
    # Beside the whole panel, so that shares and rare words weigh as they did when the problem was made.
    panel = [one for one in seats if one[0].pseudonym in known]
    matrix = fit_matrix(engine_experts(expert for _seat, expert in panel + fresh), engine_declarations(declarations))
    whole = np.rint(matrix[:, len(panel) :] * MICRO).astype(np.int64)
    units = {expert.unit: problem["group"][problem["experts"].index(seat.pseudonym)] for seat, expert in panel}
    for _seat, expert in fresh:
        units.setdefault(expert.unit, max(units.values(), default=-1) + 1)
    return [
        {
            "expert": seat.pseudonym,
            "fit": whole[:, j].tolist(),
            "group": units[expert.unit],
            "conflicts": sorted(numbers[number] for number, name in people.barred if name == seat.pseudonym),
        }
        for j, (seat, expert) in enumerate(fresh)
    ]
