"""Clashes that come from the organiser's own rules: bounds, hand-made pairs and the composition of panels."""

from dataclasses import replace

import numpy as np

from reviewers.assignment.candidates import conflict_keys, free_candidates, is_member, least_of, pair_keys
from reviewers.assignment.crossing_rules import crossing_declarations
from reviewers.assignment.diagnosis import Clash
from reviewers.assignment.problem import Ints, Problem


def bound_clashes(problem: Problem) -> list[Clash]:
    """Experts whose minimum exceeds their maximum."""
    text = "专家 {experts} 的工作量下限 {needed} 高于上限 {available}"
    wrong = np.flatnonzero(problem.min_load > problem.max_load).tolist()
    return [_by_hand("bounds", [], [j], int(problem.min_load[j]), int(problem.max_load[j]), text) for j in wrong]


def fixed_clashes(problem: Problem) -> list[Clash]:
    """Hand-made pairs that break a rule by themselves."""
    fixed = np.asarray(problem.fixed)
    keys = pair_keys(problem, fixed)
    found = [
        _by_hand("fixed", pair[:1], pair[1:], 1, 0, "申报 {declarations} 与专家 {experts} 已固定，但两者须回避")
        for pair in fixed[is_member(keys, conflict_keys(problem))].tolist()
    ]
    for i in np.flatnonzero(np.bincount(fixed[:, 0], minlength=problem.n_declarations) > problem.demand).tolist():
        experts = fixed[fixed[:, 0] == i, 1].tolist()
        text = "申报 {declarations} 已固定 {needed} 名专家，多于所需的 {available} 名"
        found.append(_by_hand("fixed", [i], experts, len(experts), int(problem.demand[i]), text))
    for j in np.flatnonzero(np.bincount(fixed[:, 1], minlength=problem.n_experts) > problem.max_load).tolist():
        declarations = fixed[fixed[:, 1] == j, 0].tolist()
        text = "专家 {experts} 已固定 {needed} 件申报，多于上限 {available} 件"
        found.append(_by_hand("fixed", declarations, [j], len(declarations), int(problem.max_load[j]), text))
    return found + _fixed_units(problem, fixed)


def _fixed_units(problem: Problem, fixed: Ints) -> list[Clash]:
    if problem.group is None or not fixed.size:
        return []
    unit = problem.group[fixed[:, 1]]
    pairs, count = np.unique(np.stack([fixed[:, 0], unit])[:, unit >= 0], axis=1, return_counts=True)
    text = "申报 {declarations} 已固定同一单位的 {needed} 名专家 {experts}"
    return [
        _by_hand("fixed", [i], fixed[(fixed[:, 0] == i) & (unit == g), 1].tolist(), many, 1, text)
        for i, g, many in zip(*pairs.tolist(), count.tolist(), strict=True)
        if many > 1
    ]


def _by_hand(
    kind: str, declarations: list[int], experts: list[int], needed: int, available: int, template: str
) -> Clash:
    values = {"needed": str(needed), "available": str(available)}
    return Clash(kind, tuple(declarations), tuple(experts), needed, available, True, template, values)


def composition_clashes(problem: Problem) -> list[Clash]:
    """Rules of composition that ask for more experts than a declaration has of that kind, or than it has seats."""
    candidates = free_candidates(replace(problem, composition=()))
    least = least_of(problem, np.asarray(problem.fixed))
    found, is_crossing = [], crossing_declarations(problem, problem.composition)
    for number, quota in enumerate(problem.composition):
        counted = quota.counts(candidates.declaration, candidates.expert)
        have = np.bincount(candidates.declaration[counted], minlength=problem.n_declarations)
        for i in np.flatnonzero(least[number] > have).tolist():
            text = "申报 {declarations} 按“{rule}”须有 {needed} 名专家，可选的只有 {available} 名"
            clash = _by_hand("composition", [i], [], int(least[number, i]), int(have[i]), text)
            found.append(replace(clash, reason_values={**clash.reason_values, "rule": quota.name}))
    seats, asked = candidates.demand, least.sum(axis=0)
    text = "申报 {declarations} 的各项构成要求合计须 {needed} 名专家，多于其 {available} 个席位"
    crowded = np.flatnonzero(~is_crossing & (asked > np.maximum(seats, 0))).tolist()
    return found + [_by_hand("composition", [i], [], int(asked[i]), int(seats[i]), text) for i in crowded]
