"""A stored plan as the solved one plus recorded steps, edits by hand and repairs, each of which can be taken again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from reviewers import Plan, assign
from reviewers.assignment.plan import Certificate
from reviewers.assignment.problem import Problem
from reviewers.assignment.repair import repair
from webapp.services.assign_objective import engine_objective
from webapp.services.stored_problem import as_engine_problem, problem_to_solve

Rows = list[list[int]]
Plain = Mapping[str, Any]


def solve_rows(problem: Plain, objective: str, seed: int) -> Rows:
    """Solve a stored problem."""
    return rows_of(assign(problem_to_solve(problem), objective=engine_objective(objective), seed=seed))


def rows_of(plan: Plan) -> Rows:
    """The pairs of a plan as plain numbers."""
    return [[int(i), int(j)] for i, j in zip(plan.declaration, plan.expert, strict=True)]


def as_engine_plan(problem: Problem, rows: Sequence[Sequence[int]], seed: int) -> Plan:
    """Pairs as the engine's plan; what they reach is worked out, no bound is claimed."""
    pairs = np.array(rows, dtype=np.int64).reshape(-1, 2)
    total = float(np.nan_to_num(problem.fit(pairs[:, 0], pairs[:, 1])).sum())
    certificate = Certificate("total_fit", total, np.zeros(0))
    return Plan(pairs[:, 0], pairs[:, 1], "stored", total, total, seed, 0.0, certificate)


def base_of(part: Plain) -> Plain:
    """What was solved before any step: problem and objective."""
    base: Plain = part.get("base") or {"problem": part["problem"], "objective": part["objective"]}
    return base


def replay_steps(part: Plain) -> tuple[Plain, Rows]:
    """Solve the base again and take every recorded step; return the problem and the pairs at the end."""
    base, seed = base_of(part), int(part["seed"])
    problem, rows = base["problem"], solve_rows(base["problem"], base["objective"], seed)
    for step in part.get("steps", ()):
        problem, rows = take_step(problem, rows, step, seed)
    return problem, rows


def take_step(problem: Plain, rows: Rows, step: Plain, seed: int) -> tuple[Plain, Rows]:
    """Take one step, an edit or a repair."""
    if step["kind"] == "edit":
        return problem, edited_rows(rows, step["added"], step["removed"])
    grown = grown_problem(problem, rows, step)
    fixed = replace(as_engine_problem(grown), fixed=[(i, j) for i, j in step["kept"]])
    return grown, rows_of(repair(fixed, as_engine_plan(fixed, rows, seed)).plan)


def edited_rows(rows: Rows, added: Iterable[Sequence[int]], removed: Iterable[Sequence[int]]) -> Rows:
    """Pairs after an edit; removing what is not there or adding what is there is a broken call."""
    present = {(i, j) for i, j in rows}
    for i, j in removed:
        present.remove((i, j))
    fresh = {(i, j) for i, j in added}
    if present & fresh:
        raise ValueError(f"pairs added twice: {sorted(present & fresh)}")
    return [list(pair) for pair in sorted(present | fresh)]


def grown_problem(problem: Plain, rows: Rows, step: Plain) -> dict[str, Any]:
    """The problem after experts joined or left and pairs became forbidden.

    Each declaration keeps the number of experts it has, so that an accepted departure is not taken back; whoever left
    keeps only the work already handed in.
    """
    joined = step["joined"]
    fit, more = problem["fit"], [one["fit"] for one in joined]
    is_plain = isinstance(fit, list)  # as a bundle is read; a plan keeps its fits as a table
    fit = [line + [new[i] for new in more] for i, line in enumerate(fit)] if is_plain else fit.with_columns(more)
    first = len(problem["experts"])
    clashes = {(i, j) for i, j in [*problem["conflicts"], *step["conflicts"]]}
    clashes |= {(i, first + place) for place, one in enumerate(joined) for i in one["conflicts"]}
    return {
        "declarations": problem["declarations"],
        "experts": problem["experts"] + [one["expert"] for one in joined],
        "fit": fit,
        "conflicts": [list(pair) for pair in sorted(clashes)],
        "group": problem["group"] + [one["group"] for one in joined],
        "demand": np.bincount([i for i, _j in rows], minlength=len(fit)).tolist(),
        "max_load": grown_loads(problem, rows, step),
    }


def grown_loads(problem: Plain, rows: Rows, step: Plain) -> list[int]:
    """The largest load of each expert; a load already accepted above the rule stays allowed."""
    n, m = len(problem["experts"]), len(problem["experts"]) + len(step["joined"])
    load = np.bincount([j for _i, j in rows], minlength=m)
    most = np.full(m, step["max_load"])
    most[:n] = np.maximum(problem["max_load"], load[:n])
    kept = [j for _i, j in step["kept"]]
    for j in step["left"]:
        most[j] = kept.count(j)
    return [int(number) for number in most]
