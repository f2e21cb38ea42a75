"""A plan: who judges what, and the evidence of how good it is."""

from dataclasses import dataclass, field

from reviewers.assignment.problem import Floats, Ints


@dataclass(frozen=True, eq=False)
class Certificate:
    """What anyone can redo to check a plan.

    Parameters
    ----------
    bound_on : str
        The figure that ``Plan.bound`` bounds: ``total_fit`` or, for ``fair``, ``worst_fit``.
    reached : float
        That figure under the plan (its expectation under ``random``).
    expert_price : array, shape (n_experts,)
        Price of one seat of each expert, in units of fit; empty where the bound rests on another proof.
    figures : dict[str, float]
        Further figures of the objective, such as ``floor`` and ``total_bound_at_floor`` of ``fair``.
    """

    bound_on: str
    reached: float
    expert_price: Floats
    figures: dict[str, float] = field(default_factory=dict)

    def gap(self, bound: float) -> float:
        """Share by which the plan may fall short of the best, in [0, 1]."""
        return max(0.0, bound - self.reached) / max(abs(bound), 1e-12)


@dataclass(frozen=True, eq=False)
class Plan:
    """One row per assignment, sorted by declaration, then expert.

    Parameters
    ----------
    declaration, expert : arrays of int, shape (n_assignments,)
        Who judges what.
    objective : str
        The objective by name.
    total : float
        Sum of the fit of all assignments.
    bound : float
        The largest total any plan could have (for ``random``: any marginals under the caps).
    seed : int
        Breaks ties, and draws under ``random``.
    seconds : float
        Processor seconds, filled in by the caller, who owns the clock; 0 until then.
    certificate : Certificate
        Why the bound holds.
    """

    declaration: Ints
    expert: Ints
    objective: str
    total: float
    bound: float
    seed: int
    seconds: float
    certificate: Certificate
