"""The one door to the objectives, by name."""

from collections.abc import Callable, Mapping
from functools import partial

from reviewers.assignment.cap_clash import diagnose_cap
from reviewers.assignment.comparable import comparable_plan
from reviewers.assignment.crossing import crossing_plan, is_crossing
from reviewers.assignment.diagnose import diagnose
from reviewers.assignment.diagnosis import NoFeasiblePlan
from reviewers.assignment.fair import fair_plan
from reviewers.assignment.mixture import Mixture, mixture_of, read_weights
from reviewers.assignment.mixture_plan import mixture_plan
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


def assign(problem: Problem, objective: str | Mapping[str, float] = "total", seed: int = 0) -> Plan:
    """Find the best plan of ``problem`` under a named objective or a weighted mixture.

    Parameters
    ----------
    problem : Problem
        Checked at birth; nothing is repaired here.
    objective : str or mapping of str to float
        ``total`` (largest total fit, optimal), ``fair`` (the worst-served declaration first), ``comparable`` (overlap
        that makes calibration possible) or ``random`` (capped marginals, then a draw). Weights on the first three, as
        ``{"total": 0.6, "fair": 0.4}`` or ``"total=0.6,fair=0.4"``, ask for the largest weighted sum of their terms,
        each at most 1 (see ``reviewers.assignment.mixture_plan``); weights are divided by their sum, and a single
        positive one asks for that objective itself.
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
    MalformedMixtureError
        Where weights are negative, not finite, all 0, unreadable or on an objective that cannot be mixed.

    Examples
    --------
    Giving each declaration its best expert would overload expert 0, so the cheaper swap wins:

    >>> from reviewers.assignment.problem import Problem
    >>> problem = Problem.from_dense([[0.9, 0.8], [0.7, 0.1]], demand=1, max_load=1)
    >>> plan = assign(problem)
    >>> plan.expert.tolist(), round(plan.total, 6)
    ([1, 0], 1.5)

    Half the weight on the worst-served (0.1 before, of 0.7 that it could have at most) changes nothing here:

    >>> assign(problem, {"total": 0.5, "fair": 0.5}).expert.tolist()
    [1, 0]
    """
    name, solve = _named(objective)
    clashing = bool(fixed_clashes(problem))
    if not clashing and is_crossing(problem):
        return crossing_plan(problem, name, solve, seed)
    plan = None if clashing else solve(problem, seed)
    if plan is None:
        only_capped = name == "random" and problem.cap is not None and total_plan(problem, seed) is not None
        raise NoFeasiblePlan(diagnose_cap(problem) if only_capped else diagnose(problem))
    return plan


def _named(objective: str | Mapping[str, float]) -> tuple[str, Callable[[Problem, int], Plan | None]]:
    """The name of an objective or mixture, and what solves it."""
    if isinstance(objective, str) and "=" not in objective:
        if objective not in OBJECTIVES:
            raise UnknownObjectiveError(objective)
        return objective, OBJECTIVES[objective]
    mixture = mixture_of(read_weights(objective) if isinstance(objective, str) else objective)
    if mixture.name in OBJECTIVES:
        return mixture.name, OBJECTIVES[mixture.name]
    return mixture.name, partial(_mixed, mixture)


def _mixed(mixture: Mixture, problem: Problem, seed: int) -> Plan | None:
    return mixture_plan(problem, mixture, seed)
