"""Why crossing rules of composition allow no random draw, and which demands to drop."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from reviewers.assignment.cap_clash import diagnose_cap
from reviewers.assignment.crossing_rules import fewest_dropped
from reviewers.assignment.diagnosis import Change, Clash, Diagnosis, Relaxation
from reviewers.assignment.problem import Problem
from reviewers.assignment.random_draw import random_plan


def diagnose_crossing_draw(problem: Problem) -> Diagnosis:
    """Name the crossing rules and the fewest demands to drop; the cap too, where it is too low for the rest."""
    dropped = fewest_dropped(problem)
    changes = tuple(change for rows in dropped.values() for change in rows)
    size = -sum(change.by for change in changes)
    names = "、".join(problem.composition[number].name for number in dropped)
    declarations = tuple(sorted({change.declaration for change in changes if change.declaration is not None}))
    text = "申报 {declarations} 的构成要求相互交叉（一名专家或一个单位同时涉及两项要求），随机抽取无法全部保证"
    clash = Clash("composition", declarations, (), size, 0, False, text, {})
    values = {"rules": names, "size": str(size)}
    way = "随机抽取前放弃构成要求“{rules}”合计 {size} 人次，或改用其他分派目标"
    relaxation = Relaxation("composition", size, {"composition": changes}, way, values)
    weaker = without_rules(problem, dropped)
    if problem.cap is None or random_plan(weaker, 0) is not None:
        return Diagnosis((clash,), (relaxation,))
    capped = diagnose_cap(weaker)
    raised = capped.relaxations[0]
    both = replace(
        relaxation,
        kind="mixed",
        size=size + raised.size,
        to=raised.to,
        reason_template=way + "；并把低于 {cap} 的配对概率上限提高到 {cap}",
        reason_values={**values, **raised.reason_values},
    )
    return Diagnosis((clash, *capped.clashes), (both,))


def without_rules(problem: Problem, dropped: Mapping[int, tuple[Change, ...]]) -> Problem:
    """The problem with the demands of some rules changed at some declarations."""
    rules = []
    for number, rule in enumerate(problem.composition):
        least = rule.least.copy()
        for change in dropped.get(number, ()):
            least[np.asarray(change.declaration)] += change.by
        rules.append(replace(rule, at_least=least))
    return replace(problem, composition=rules)
