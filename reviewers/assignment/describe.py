"""What an organiser wants to see of a plan before accepting it, and every rule it breaks after an edit by hand."""

from dataclasses import dataclass

import numpy as np

from reviewers.assignment.candidates import conflict_keys, is_member, pair_keys
from reviewers.assignment.faults import Fault
from reviewers.assignment.islands import Panels, difference_se
from reviewers.assignment.plan import Plan
from reviewers.assignment.problem import Floats, Ints, Problem

COMPARED = 200


@dataclass(frozen=True, eq=False)
class Description:
    """Figures of a plan.

    Parameters
    ----------
    fit : array, shape (n_declarations,)
        Total fit of each declaration; pairs without a fit count 0.
    panel_size : array of int, shape (n_declarations,)
        Experts each declaration has.
    load : array of int, shape (n_experts,)
        Declarations each expert has.
    n_islands : int
        Parts of the plan that share no expert and no declaration; 1 means that all can be compared.
    difference_se : float
        Mean standard error of the calibrated difference of two declarations, in units of one score's error, over 200
        neighbouring pairs of a fixed shuffle; infinite where islands keep any of them apart.
    """

    fit: Floats
    panel_size: Ints
    load: Ints
    n_islands: int
    difference_se: float


def describe(problem: Problem, plan: Plan) -> Description:
    """Describe ``plan``.

    Examples
    --------
    Two declarations with one expert each hang together only where it is the same expert:

    >>> from reviewers.assignment.solve import assign
    >>> problem = Problem.from_dense([[0.9, 0.1], [0.8, 0.2]], demand=1)
    >>> figures = describe(problem, assign(problem))
    >>> figures.load.tolist(), figures.n_islands, round(figures.difference_se, 3)
    ([2, 0], 1, 1.414)
    """
    n, m = problem.shape
    fit = np.nan_to_num(problem.fit(plan.declaration, plan.expert))
    panels = Panels(plan.declaration, plan.expert, n, m)
    order = np.random.default_rng(0).permutation(n)[: COMPARED + 1]
    errors = difference_se(panels, order[:-1], order[1:])
    return Description(
        np.asarray(np.bincount(plan.declaration, fit, n), dtype=np.float64),
        np.bincount(plan.declaration, minlength=n),
        np.bincount(plan.expert, minlength=m),
        panels.n_islands(),
        float(errors.mean()) if errors.size else 0.0,
    )


def broken_rules(problem: Problem, declaration: Ints, expert: Ints) -> list[Fault]:
    """Every rule that assignments made or edited by hand break, with the declaration or expert concerned."""
    n, m = problem.shape
    faults = _wrong_counts("declaration", np.bincount(declaration, minlength=n), problem.demand, problem.demand)
    faults += _wrong_counts("expert", np.bincount(expert, minlength=m), problem.min_load, problem.max_load)
    keys = pair_keys(problem, np.stack([declaration, expert], axis=1))
    for at in np.flatnonzero(is_member(keys, conflict_keys(problem))).tolist():
        faults.append(_pair_fault("conflict", "申报 {declaration} 与专家 {expert} 须回避", declaration[at], expert[at]))
    known = np.isfinite(problem.fit(declaration, expert)) | is_member(
        keys, np.sort(pair_keys(problem, np.asarray(problem.fixed)))
    )
    for at in np.flatnonzero(~known).tolist():
        text = "专家 {expert} 不是申报 {declaration} 的候选"
        faults.append(_pair_fault("not_candidate", text, declaration[at], expert[at]))
    return faults + _broken_panels(problem, declaration, expert)


def _wrong_counts(axis: str, count: Ints, least: Ints, most: Ints) -> list[Fault]:
    who = {
        "declaration": "申报 {who} 现有 {count} 名专家，应为 {least} 至 {most} 名",
        "expert": "专家 {who} 现有 {count} 件，应为 {least} 至 {most} 件",
    }
    return [
        Fault(
            f"{axis}[{at}]",
            "too_few" if count[at] < least[at] else "too_many",
            who[axis],
            {"who": str(at), "count": str(count[at]), "least": str(least[at]), "most": str(most[at])},
        )
        for at in np.flatnonzero((count < least) | (count > most)).tolist()
    ]


def _pair_fault(code: str, template: str, declaration: int, expert: int) -> Fault:
    values = {"declaration": str(declaration), "expert": str(expert)}
    return Fault(f"pair[{declaration},{expert}]", code, template, values)


def _broken_panels(problem: Problem, declaration: Ints, expert: Ints) -> list[Fault]:
    """Two experts of a unit on one panel, or too few of a kind."""
    faults = []
    if problem.group is not None:
        unit = problem.group[expert]
        rows, count = np.unique(np.stack([declaration, unit])[:, unit >= 0], axis=1, return_counts=True)
        for i, g in rows[:, count > 1].T.tolist():
            values = {"declaration": str(i), "unit": str(g)}
            faults.append(
                Fault(f"declaration[{i}]", "same_unit", "申报 {declaration} 有同一单位（{unit}）的多名专家", values)
            )
    for quota in problem.composition:
        have = np.bincount(declaration[quota.counts(declaration, expert)], minlength=problem.n_declarations)
        for i in np.flatnonzero(have < quota.least).tolist():
            values = {"declaration": str(i), "rule": quota.name, "least": str(quota.least[i]), "have": str(have[i])}
            text = "申报 {declaration} 按“{rule}”须有 {least} 名，现有 {have} 名"
            faults.append(Fault(f"declaration[{i}]", "composition", text, values))
    return faults
