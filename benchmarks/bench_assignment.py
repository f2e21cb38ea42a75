"""Measure assignment: processor seconds, peak memory, distance to the bound, and peers in the same run.

Usage: .venv/bin/python -m benchmarks.bench_assignment [total fair families random comparable repair diagnosis]
"""

import resource
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
import numpy.typing as npt

from benchmarks.bench_assignment_worlds import (
    FAMILIES,
    WORLDS,
    all_pairs,
    some_pairs,
    specialised,
    starved,
    worst_first,
)
from reviewers import NoFeasiblePlan, Plan, Problem, assign
from reviewers.assignment.islands import Panels, difference_se
from reviewers.assignment.marginals import capped_marginals
from reviewers.assignment.random_draw import draw_pairs
from reviewers.assignment.repair import repair

Floats = npt.NDArray[np.float64]
ISLES = (
    (200, 40, 5, (8, 12, 20, 40)),
    (300, 60, 6, (8, 12, 20, 40)),
    (600, 120, 8, (8, 12, 20, 40)),
    (1_000, 200, 8, (12, 20, 40, 80)),
    (3_000, 600, 12, (40, 80, 160)),
)


def seconds(work: Callable[[], object]) -> tuple[float, object]:
    """Processor seconds of one call, and what it gave."""
    started = time.process_time()
    result = work()
    return time.process_time() - started, result


def memory() -> str:
    """Peak memory of this process so far."""
    return f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB"


def plan_of(problem: Problem, objective: str) -> tuple[float, Plan]:
    """Processor seconds and the plan."""
    took, plan = seconds(lambda: assign(problem, objective))
    assert isinstance(plan, Plan)
    return took, plan


def bench_total() -> None:
    """The sizes that were promised, the smallest first, so that each peak is its own."""
    makers = {
        "300×60 all pairs": lambda: all_pairs(300, 60),
        "3,000×600, 50 each": lambda: some_pairs(3_000, 600, 50),
        "3,000×600 all pairs": lambda: all_pairs(3_000, 600),
        "30,000×6,000, 100 each": lambda: some_pairs(30_000, 6_000, 100),
        "100,000×20,000, 50 each": lambda: some_pairs(100_000, 20_000, 50),
    }
    assign(all_pairs(5, 5), "total")  # load the solver
    for name, make in makers.items():
        problem = seconds(make)[1]
        assert isinstance(problem, Problem)
        took, plan = plan_of(problem, "total")
        print(f"total  {name:26} {took:6.2f} s  gap to bound {1 - plan.total / plan.bound:.1e}  peak {memory()}")


def served(fit: Floats, plan: Plan) -> Floats:
    """Total fit of each declaration."""
    rows = np.bincount(plan.declaration, fit[plan.declaration, plan.expert], fit.shape[0])
    return np.asarray(rows, dtype=np.float64)


def bench_fair() -> None:
    """Worst-served and total against the plain optimum and our re-implementation of picking in turn."""
    for name, world in WORLDS.items():
        for n, m, k in ((300, 60, 5), (900, 200, 3), (3_000, 600, 5)):
            fit = world(n, m)
            most = int(np.ceil(n * k / m * 1.1))
            problem = Problem.from_dense(fit, demand=k, max_load=most)
            best, turn = served(fit, plan_of(problem, "total")[1]), worst_first(fit, k, most)
            took, plan = plan_of(problem, "fair")
            own, figures = served(fit, plan), plan.certificate.figures
            print(
                f"fair   {name:8} {n:5}×{m:3}  worst {own.min():.4f} (bound {figures['worst_fit_bound'] * k:.4f}, "
                f"total {best.min():.4f}, in turn {turn.min():.4f})  total {own.sum() / best.sum():.4f} "
                f"(in turn {turn.sum() / best.sum():.4f})  of bound {plan.total / plan.bound:.4f}  {took:.1f} s"
            )


def bench_families() -> None:
    """Fair at 3,000×600 with five experts each, with a tenth of the seats to spare and with none."""
    for name, world in FAMILIES.items():
        fit = world(3_000, 600)
        for most in (28, 25):
            took, plan = plan_of(Problem.from_dense(fit, demand=5, max_load=most), "fair")
            figures, turn = plan.certificate.figures, worst_first(fit, 5, most).min()
            print(
                f"families {name:10} {most}  worst {served(fit, plan).min():.4f} "
                f"(bound {figures['worst_fit_bound'] * 5:.4f}, in turn {turn:.4f})  "
                f"of bound {plan.total / plan.bound:.4f}  {took:.1f} s"
            )


def bench_random() -> None:
    """Expected total against the capped linear programme, one draw, and the frequencies of 10,000."""
    for name, make in {
        "300×60": lambda: all_pairs(300, 60),
        "3,000×600": lambda: all_pairs(3_000, 600),
        "30,000×6,000": lambda: some_pairs(30_000, 6_000, 100),
    }.items():
        problem = replace(make(), cap=0.3)
        took, plan = plan_of(problem, "random")
        share, drawn = plan.certificate.reached / plan.bound, plan.total / plan.bound
        print(f"random {name:14} {took:6.2f} s  expected {share:.9f} of the capped optimum, one draw {drawn:.5f}")
    problem = replace(all_pairs(60, 20), cap=0.5)
    marginals = capped_marginals(problem)
    assert marginals is not None
    wanted, seen = np.zeros((60, 20)), np.zeros((60, 20))
    wanted[marginals.candidates.declaration, marginals.candidates.expert] = marginals.units / marginals.grid
    for seed in range(10_000):
        seen[draw_pairs(problem, marginals, seed)] += 1
    between = (wanted > 0) & (wanted < 1)
    z = np.abs(seen / 10_000 - wanted)[between] / np.sqrt(wanted * (1 - wanted) / 10_000)[between]
    worst, mean = z.max(), (z**2).mean()
    print(f"random 10,000 draws of 60×20: largest |z| {worst:.2f} over {between.sum()} pairs, mean z² {mean:.2f}")


def bench_comparable() -> None:
    """Standard errors of calibrated differences across specialities, under ``total`` and ``comparable``."""
    for n, m, fields, several in ISLES:
        for strangers in several:
            problem, field = specialised(n, m, fields, strangers)
            first, second = np.triu_indices(n, 1)
            across = np.flatnonzero(field[first] != field[second])[:: max(1, n * n // 600)]
            rows = []
            for objective in ("total", "comparable"):
                took, plan = plan_of(problem, objective)
                panels = Panels(plan.declaration, plan.expert, n, m)
                errors = difference_se(panels, first[across], second[across])
                rows.append((errors.mean(), plan.total, panels.n_islands(), took))
            print(
                f"comparable {n}×{m}, {strangers:2} strangers: islands {rows[0][2]} → {rows[1][2]}, "
                f"error {rows[0][0]:.3f} → {rows[1][0]:.3f} ({rows[1][0] / rows[0][0] - 1:+.0%}), "
                f"fit {rows[1][1] / rows[0][1] - 1:+.2%}, {rows[1][3]:.1f} s"
            )


def bench_repair() -> None:
    """An expert withdraws from about 25 of 15,000 assignments."""
    for name, problem in {"all pairs": all_pairs(3_000, 600), "50 each": some_pairs(3_000, 600, 50)}.items():
        plan = plan_of(problem, "total")[1]
        j = int(np.argmin(np.abs(np.bincount(plan.expert) - 25)))
        took, mended = seconds(partial(repair, problem, plan, withdrawn=[j]))
        lost = int((plan.expert == j).sum())
        print(f"repair 3,000×600 {name:10} {lost} lost, {mended.n_changes} new, {took:.2f} s")


def bench_diagnosis() -> None:
    """A large round without enough seats in one pool."""
    took, outcome = seconds(lambda: caught(starved(30_000, 6_000)))
    print(f"diagnosis 30,000×6,000: {took:.1f} s: {outcome}")


def caught(problem: Problem) -> str:
    """The first clash and the relaxations found."""
    try:
        assign(problem)
    except NoFeasiblePlan as error:
        found = error.diagnosis
        return "; ".join([*(c.reason() for c in found.clashes[:1]), *(r.reason for r in found.relaxations)])
    return "a plan was found"


PARTS = {
    "total": bench_total,
    "fair": bench_fair,
    "families": bench_families,
    "random": bench_random,
    "comparable": bench_comparable,
    "repair": bench_repair,
    "diagnosis": bench_diagnosis,
}

if __name__ == "__main__":
    for part in sys.argv[1:] or PARTS:
        PARTS[part]()
