"""The assignment problem of a round as whole numbers, so that it can be stored and solved again elsewhere."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from sqlalchemy.orm import Session

from reviewers.affinity import fit_matrix
from reviewers.assignment.even_loads import even_band
from webapp import models
from webapp.models.fit_table import FitTable
from webapp.queries import panels
from webapp.services.conflict_standing import is_barring
from webapp.services.derived_numbers import MICRO
from webapp.services.round_people import engine_declarations, engine_experts
from webapp.services.round_settings import RoundSettings
from webapp.services.stored_problem import candidates_to_solve

LARGE = 4_000_000
BEST, SCATTERED = 72, 24
DERIVED = ("load_band", "narrowed")


def assignment_problem(session: Session, found: models.Round) -> dict[str, Any]:
    """Collect fit (in millionths), conflicts, demand, loads and units of the panel and the admitted declarations."""
    settings = RoundSettings.from_json(found.settings)
    seats = panels.seated_of_round(session, found.id)
    numbers = panels.admitted_numbers(session, found.id)
    experts = [expert for _seat, expert in seats]
    matrix = fit_matrix(engine_experts(experts), engine_declarations(panels.each_admitted(session, found.id)))
    matrix *= MICRO
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
        "fit": FitTable(np.rint(matrix, out=matrix).astype(np.int32)),
        "conflicts": [list(pair) for pair in sorted(barred)],
        "group": [units[expert.unit] for expert in experts],
        "demand": settings.experts_per_declaration,
        "max_load": settings.max_load,
    }


def with_narrowing(plain: Mapping[str, Any]) -> dict[str, Any]:
    """Say in a large problem that only the best and some scattered candidates of each declaration are looked at."""
    n, m = len(plain["declarations"]), len(plain["experts"])
    is_large = n * m > LARGE and m > BEST + SCATTERED
    return {**plain, "narrowed": [BEST, SCATTERED]} if is_large else dict(plain)


def without_narrowing(plain: Mapping[str, Any]) -> dict[str, Any]:
    """Look at all pairs again."""
    return {key: value for key, value in plain.items() if key != "narrowed"}


def with_even_loads(plain: Mapping[str, Any], difference: int) -> dict[str, Any]:
    """Add the band of loads the solver keeps; the rule of the round, its largest load, stays as it was."""
    band = even_band(candidates_to_solve(plain), difference)
    return {**plain, "load_band": list(band)} if band else dict(plain)


def as_known(plain: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is known of panel and declarations; how it is solved follows from it."""
    return {key: value for key, value in plain.items() if key not in DERIVED}
