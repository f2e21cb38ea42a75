"""A plan: who judges what, and the evidence of how good it is."""

from dataclasses import dataclass, field

import numpy as np

from reviewers.assignment.problem import Floats, Ints


@dataclass(frozen=True, eq=False)
class Certificate:
    """What anyone can redo to check a plan.

    Parameters
    ----------
    bound_on : str
        The figure that ``Plan.bound`` bounds: ``total_fit``, ``total_fit_at_floor``, ``expected_total_fit`` or, for a
        mixture, ``weighted_terms``.
    reached : float
        That figure under the plan (its expectation under ``random``).
    expert_price : array, shape (n_experts,)
        Price of one seat of each expert, in units of fit; empty where the bound rests on another proof.
    figures : dict[str, float]
        Further figures of the objective, such as ``worst_fit_per_seat`` and ``worst_fit_bound`` of ``fair``, or the
        terms of a mixture.
    pair_worth : array, shape (n_pairs,)
        For a mixture, what each pair of the problem adds at most to the weighted terms, beside ``figures["constant"]``:
        the bound is that constant, plus the best seats of each declaration at ``pair_worth`` − ``expert_price``, plus
        all seats at their price. Empty where the bound rests on another proof.
    """

    bound_on: str
    reached: float
    expert_price: Floats
    figures: dict[str, float] = field(default_factory=dict)
    pair_worth: Floats = field(default_factory=lambda: np.zeros(0))

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
        The objective by name, or a mixture such as ``total=0.6,comparable=0.4``.
    total : float
        Sum of the fit of all assignments.
    bound : float
        What ``certificate.reached`` could be at most: the total of any plan (``total``, ``comparable``), of any at the
        floor (``fair``), the expected total under the caps (``random``), the weighted terms of any plan (a mixture).
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
