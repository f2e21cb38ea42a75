"""The figures by which two plans are compared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from reviewers.assignment.describe import describe
from webapp.services.plan_steps import as_engine_plan
from webapp.services.stored_problem import as_engine_problem


@dataclass(frozen=True)
class PlanFigures:
    """Fit as sums over experts, loads as declarations, comparability as the error of a calibrated difference.

    ``difference_se`` is in units of one score's error; None where islands keep declarations apart. ``n_looked_at`` is
    how many candidates of each declaration a large plan looked at; None where it was all of them.
    """

    total: float
    bound: float
    worst: float
    worst_declarations: tuple[str, ...]
    least_load: int
    most_load: int
    load_spread: float
    n_islands: int
    difference_se: float | None
    n_looked_at: int | None = None


def figures_of(outcome: Mapping[str, Any]) -> PlanFigures:
    """Work the figures out of a stored plan."""
    plain, rows = outcome["problem"], outcome["rows"]
    problem = as_engine_problem(plain, rows)
    told = describe(problem, as_engine_plan(problem, rows, 0))
    worst = float(told.fit.min())
    loads: Sequence[int] = told.load.tolist()
    return PlanFigures(
        total=float(told.fit.sum()),
        bound=float(outcome["bound"]),
        worst=worst,
        worst_declarations=tuple(plain["declarations"][i] for i in np.flatnonzero(told.fit <= worst + 1e-9)),
        least_load=min(loads),
        most_load=max(loads),
        load_spread=float(np.std(loads)),
        n_islands=told.n_islands,
        difference_se=told.difference_se if np.isfinite(told.difference_se) else None,
        n_looked_at=sum(plain["narrowed"]) if "narrowed" in plain else None,
    )
