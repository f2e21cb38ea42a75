"""Caps on probabilities that leave no draw, and the smallest cap that would do."""

import numpy as np

from reviewers.assignment.candidates import Candidates, free_candidates
from reviewers.assignment.diagnosis import Clash, Diagnosis, Relaxation
from reviewers.assignment.network import optimal_flow, transport_network
from reviewers.assignment.problem import Ints, Problem

MILLION = 1_000_000


def diagnose_cap(problem: Problem) -> Diagnosis:
    """Explain a problem that has plans, but no probabilities under its caps.

    Notes
    -----
    Caps below the one proposed are raised to it, others stay. It is the smallest in steps of a millionth, found by
    halving: 20 flows.
    """
    candidates = free_candidates(problem)
    given = np.broadcast_to(np.asarray(problem.cap, dtype=np.float64), (problem.n_pairs,))[candidates.position]
    units = np.floor(given * MILLION + 1e-6).astype(np.int64)
    low, high = int(units.min(initial=0)), MILLION
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _allows_draw(problem, candidates, np.maximum(units, middle)) else (middle, high)
    reach = np.bincount(candidates.declaration, units, problem.n_declarations)
    short = np.flatnonzero(reach < candidates.demand * MILLION).tolist()
    if short:
        text = "申报 {declarations} 的候选专家在概率上限之内合计不足所需人数"
    else:
        text = "在配对概率上限之内无法同时满足各申报所需人数与专家工作量"
    clash = Clash("cap", tuple(short), (), 0, 0, False, text, {})
    values = {"cap": f"{high / MILLION:.6f}".rstrip("0")}
    relaxation = Relaxation("cap", 1, {}, "把低于 {cap} 的配对概率上限提高到 {cap}", values, high / MILLION)
    return Diagnosis((clash,), (relaxation,))


def _allows_draw(problem: Problem, candidates: Candidates, units: Ints) -> bool:
    network = transport_network(candidates, problem.group, MILLION, units)
    return optimal_flow(network, np.zeros(network.n_pairs, dtype=np.int64)) is not None
