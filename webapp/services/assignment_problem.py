"""The assignment problem of a round as whole numbers, so that it can be stored and solved again elsewhere."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from sqlalchemy.orm import Session

from reviewers.affinity import fit
from reviewers.assignment.even_loads import even_band, with_band
from reviewers.assignment.problem import Problem
from webapp import models
from webapp.queries import panels
from webapp.services.conflict_standing import is_barring
from webapp.services.round_people import engine_declarations, engine_experts
from webapp.services.round_settings import RoundSettings

MICRO = 1_000_000


def assignment_problem(session: Session, found: models.Round) -> dict[str, Any]:
    """Collect fit (in millionths), conflicts, demand, loads and units of the panel and the admitted declarations."""
    settings = RoundSettings.from_json(found.settings)
    seats = panels.seated_of_round(session, found.id)
    numbers = panels.admitted_numbers(session, found.id)
    experts = [expert for _seat, expert in seats]
    matrix = fit(engine_experts(experts), engine_declarations(panels.each_admitted(session, found.id))).matrix
    rows = {row: index for index, row in enumerate(numbers.values())}
    columns = {expert.id: index for index, expert in enumerate(experts)}
    barred = {
        (rows[one.declaration_id], columns[one.expert_id])
        for one in panels.conflicts_of_round(session, found.id)
        if is_barring(one) and one.declaration_id in rows and one.expert_id in columns
    }
    units = {unit: number for number, unit in enumerate(sorted({expert.unit for expert in experts}))}
    return {
        "declarations": list(numbers),
        "experts": [seat.pseudonym for seat, _expert in seats],
        "fit": np.rint(np.asarray(matrix) * MICRO).astype(np.int64).tolist(),
        "conflicts": [list(pair) for pair in sorted(barred)],
        "group": [units[expert.unit] for expert in experts],
        "demand": settings.experts_per_declaration,
        "max_load": settings.max_load,
    }


def with_even_loads(plain: Mapping[str, Any], difference: int) -> dict[str, Any]:
    """Add the band of loads the solver keeps; the rule of the round, its largest load, stays as it was."""
    band = even_band(as_engine_problem(plain), difference)
    return {**plain, "load_band": list(band)} if band else dict(plain)


def without_band(plain: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is known of panel and declarations; the band follows from it."""
    return {key: value for key, value in plain.items() if key != "load_band"}


def problem_to_solve(plain: Mapping[str, Any]) -> Problem:
    """Read a stored problem as it is solved: loads inside the band, where it has one."""
    problem, band = as_engine_problem(plain), plain.get("load_band")
    return with_band(problem, (band[0], band[1])) if band else problem


def as_engine_problem(plain: Mapping[str, Any]) -> Problem:
    """Read a stored problem back as the engine's."""
    table = np.asarray(plain["fit"], dtype=np.float64) / MICRO
    clash = np.zeros(table.shape, dtype=np.bool_)
    for i, j in plain["conflicts"]:
        clash[i, j] = True
    return Problem.from_dense(
        table,
        demand=plain["demand"],
        max_load=plain["max_load"],
        conflicts=clash,
        group=np.asarray(plain["group"], dtype=np.int64),
    )
