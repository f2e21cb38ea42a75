"""The minimum-cost flow solver behind everything here, loaded on first use."""

import numpy as np

from reviewers.assignment.problem import Ints


class FlowSolverError(RuntimeError):
    """The flow solver refused a network that was checked: a fault of this program, never of the problem."""


def cheapest_flow(tail: Ints, head: Ints, capacity: Ints, cost: Ints, supply: Ints) -> Ints | None:
    """Flow per arc that meets every supply at the least cost, or ``None`` where the capacities do not allow it.

    Source: Goldberg's cost-scaling push–relabel as implemented by OR-Tools' ``SimpleMinCostFlow``.
    """
    if bool((capacity < 0).any()) or supply.sum() != 0:
        return None
    from ortools.graph.python import min_cost_flow

    solver = min_cost_flow.SimpleMinCostFlow()
    solver.add_arcs_with_capacity_and_unit_cost(tail.astype(np.int32), head.astype(np.int32), capacity, cost)
    solver.set_nodes_supplies(np.arange(supply.size, dtype=np.int32), supply)
    status = solver.solve()
    if status in (solver.INFEASIBLE, solver.UNBALANCED):
        return None
    if status != solver.OPTIMAL:
        raise FlowSolverError(str(status))
    return np.asarray(solver.flows(np.arange(tail.size, dtype=np.int32)), dtype=np.int64)
