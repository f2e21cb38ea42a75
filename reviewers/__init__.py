"""Who judges: the pool, conflicts, expertise, the draw and the assignment, as pure rules.

The public names below are loaded on first use, so that importing this package costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reviewers.assignment.diagnosis import NoFeasiblePlan
    from reviewers.assignment.plan import Plan
    from reviewers.assignment.problem import Problem
    from reviewers.assignment.solve import assign

HOMES = {
    "assign": "reviewers.assignment.solve",
    "Problem": "reviewers.assignment.problem",
    "Plan": "reviewers.assignment.plan",
    "NoFeasiblePlan": "reviewers.assignment.diagnosis",
}

__all__ = ["NoFeasiblePlan", "Plan", "Problem", "assign"]


def __getattr__(name: str) -> Any:
    if name not in HOMES:
        raise AttributeError(name)
    return getattr(import_module(HOMES[name]), name)
