"""The one door to the objectives, by name."""

from collections.abc import Callable

from reviewers.assignment.cap_clash import diagnose_cap
from reviewers.assignment.comparable import comparable_plan
from reviewers.assignment.crossing import crossing_plan, is_crossing
from reviewers.assignment.diagnose import diagnose
from reviewers.assignment.diagnosis import NoFeasiblePlan
from reviewers.assignment.fair import fair_plan
from reviewers.assignment.plan import Plan
from reviewers.assignment.problem import Problem
from reviewers.assignment.random_draw import random_plan
from reviewers.assignment.rule_clashes import fixed_clashes
from reviewers.assignment.total import total_plan

OBJECTIVES: dict[str, Callable[[Problem, int], Plan | None]] = {
    "total": total_plan,
    "fair": fair_plan,
    "comparable": comparable_plan,
    "random": random_plan,
}


class UnknownObjectiveError(ValueError):
    """No objective has this name."""


def assign(problem: Problem, objective: str = "total", seed: int = 0) -> Plan:
    """Find the best plan of ``problem`` under a named objective.

    Parameters
    ----------
    problem : Problem
        Checked at birth; nothing is repaired here.
    objective : str
        ``total`` (largest total fit, optimal), ``fair`` (the worst-served declaration first), ``comparable`` (overlap
        that makes calibration possible) or ``random`` (capped marginals, then a draw).
    seed : int
        Breaks ties by ``reviewers.assignment.ties`` and feeds the draw. The same problem, objective and seed give the
        same plan on every machine with the same release of OR-Tools.

    Returns
    -------
    Plan

    Raises
    ------
    NoFeasiblePlan
        With the diagnosis: what clashes and the smallest relaxations.
    UnknownObjectiveError
        Where the objective has no such name.

    Examples
    --------
    Giving each declaration its best expert would overload expert 0, so the cheaper swap wins:

    >>> from reviewers.assignment.problem import Problem
    >>> problem = Problem.from_dense([[0.9, 0.8], [0.7, 0.1]], demand=1, max_load=1)
    >>> plan = assign(problem)
    >>> plan.expert.tolist(), round(plan.total, 6)
    ([1, 0], 1.5)
    """
    if objective not in OBJECTIVES:
        raise UnknownObjectiveError(objective)
    clashing = bool(fixed_clashes(problem))
    if not clashing and is_crossing(problem):
        return crossing_plan(problem, objective, OBJECTIVES[objective], seed)
    plan = None if clashing else OBJECTIVES[objective](problem, seed)
    if plan is None:
        only_capped = objective == "random" and problem.cap is not None and total_plan(problem, seed) is not None
        raise NoFeasiblePlan(diagnose_cap(problem) if only_capped else diagnose(problem))
    return plan
