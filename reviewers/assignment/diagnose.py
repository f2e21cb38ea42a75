"""From a problem without a plan to the clash and the smallest relaxations."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from functools import partial

import numpy as np

from reviewers.assignment.candidates import free_candidates
from reviewers.assignment.clash import Shortage, Side, least_work_side, seats_side, shortages, smallest_core
from reviewers.assignment.crossing_rules import Bools, crossing_among, crossing_declarations
from reviewers.assignment.diagnosis import Change, Clash, Diagnosis, Relaxation
from reviewers.assignment.elastic import KINDS, elastic_network, new_keys
from reviewers.assignment.integer_relaxation import all_keys, fewest_broken
from reviewers.assignment.problem import Ints, Problem
from reviewers.assignment.rule_clashes import bound_clashes, composition_clashes, fixed_clashes

Place = tuple[int | None, int | None, int | None]

MAX_NEW_PAIRS = 400_000
MAX_INTEGER_PAIRS = 20_000
MAX_CLASHES = 20
TEMPLATES = {
    "max_load": "把 {members} 名专家的工作量上限合计提高 {size} 份",
    "demand": "把 {members} 件申报所需专家合计减少 {size} 人次",
    "min_load": "把 {members} 名专家的工作量下限合计降低 {size} 份",
    "conflict": "准许 {size} 对需回避的配对（须另行批准）",
    "group": "准许 {members} 件申报由同一单位的专家共评，合计多出 {size} 人次",
    "composition": "把 {members} 件申报的构成要求合计放宽 {size} 人次",
    "fixed": "取消 {size} 对手工固定的配对",
    "candidate": "为 {members} 件申报增加 {size} 对候选配对",
    "mixed": "几类调整合计 {size} 处",
}


def diagnose(problem: Problem) -> Diagnosis:
    """Explain why ``problem`` has no plan.

    Notes
    -----
    Clashes come from minimum cuts, relaxations from minimum-cost flows in the elastic network, so each relaxation is
    proved smallest of its kind. Cost: about ten flows. Where rules of composition cross, an integer solver takes the
    place of the network.
    """
    clashes = [*bound_clashes(problem), *fixed_clashes(problem)]
    crossing = bool(crossing_declarations(problem, problem.composition).any())
    clashes += flow_clashes(replace(problem, composition=()) if crossing else problem)
    clashes += composition_clashes(problem)
    relaxations = smallest_relaxations(problem, clashes)
    if not clashes:
        clashes = [_together(relaxations)]
    return Diagnosis(tuple(clashes[:MAX_CLASHES]), tuple(relaxations))


def _together(relaxations: list[Relaxation]) -> Clash:
    """Rules that only fail together: whoever occurs in the smallest relaxation takes part."""
    moved = [change for rows in relaxations[0].changes.values() for change in rows] if relaxations else []
    declarations = sorted({change.declaration for change in moved if change.declaration is not None})
    experts = sorted({change.expert for change in moved if change.expert is not None})
    size = relaxations[0].size if relaxations else 1
    text = "构成要求、回避单位与席位、工作量合在一起无法满足，至少差 {needed} 人次"
    return Clash("composition", tuple(declarations), tuple(experts), size, 0, False, text, {"needed": str(size)})


def flow_clashes(problem: Problem) -> list[Clash]:
    """Clashes between needs and seats, after the fixed pairs."""
    candidates = free_candidates(problem)
    seats, work = seats_side(candidates, problem.group), least_work_side(candidates, problem.group)
    found = [_clash(problem, seats, shortage, "seats") for shortage in shortages(seats)[:MAX_CLASHES]]
    return found + [_clash(problem, work, shortage, "least_work") for shortage in shortages(work)[:MAX_CLASHES]]


def _clash(problem: Problem, side: Side, shortage: Shortage, kind: str) -> Clash:
    core, minimal = smallest_core(side, shortage)
    n, m = problem.shape
    declarations = core.nodes[core.nodes < n]
    experts = core.nodes[(core.nodes >= n) & (core.nodes < n + m)] - n
    template = {
        "seats": "申报 {declarations} 共需 {needed} 人次，可评专家至多承担 {available} 人次，缺 {missing}",
        "least_work": "专家 {experts} 至少须评 {needed} 份，可分给他们的只有 {available} 份，缺 {missing}",
    }[kind]
    values = {"needed": core.needed, "available": core.available, "missing": core.needed - core.available}
    return Clash(
        kind,
        tuple(declarations.tolist()),
        tuple(experts.tolist()),
        core.needed,
        core.available,
        minimal,
        template,
        {key: str(value) for key, value in values.items()},
    )


def smallest_relaxations(problem: Problem, clashes: Iterable[Clash]) -> list[Relaxation]:
    """Smallest relaxation of each kind, and the mixed one where it is smaller than all of them."""
    relax = _solver(problem, clashes)
    found = [_relaxation(kind, broken) for kind in KINDS if (broken := relax((kind,)))]
    found.sort(key=lambda relaxation: relaxation.size)
    mixed = relax(KINDS)
    if mixed:
        relaxation = _relaxation("mixed", mixed)
        if not found or relaxation.size < found[0].size:
            found.insert(0, relaxation)
    return found


def _solver(problem: Problem, clashes: Iterable[Clash]) -> Callable[[Collection[str]], list[tuple[str, Change]] | None]:
    """The network where it holds every rule, integers where rules of composition cross."""
    opened = _open_declarations(problem, clashes)
    new = new_keys(problem, opened)
    crossing = _crossing_with(problem, new)
    if not crossing.any():
        return elastic_network(problem, opened).relax
    is_small = new.size <= MAX_INTEGER_PAIRS
    if is_small or _crossing_with(problem, new[:0]).any():
        return partial(fewest_broken, problem, new if is_small else new[:0])
    return elastic_network(problem, opened[~crossing[opened]]).relax


def _crossing_with(problem: Problem, new: Ints) -> Bools:
    """Declarations where rules of composition cross once the ``new`` pairs are candidates too."""
    keys = all_keys(problem, new)
    return crossing_among(problem, problem.composition, keys // problem.n_experts, keys % problem.n_experts)


def _open_declarations(problem: Problem, clashes: Iterable[Clash]) -> Ints:
    """Declarations for which new candidates may be proposed: all of a small problem, else those that clash."""
    if problem.n_declarations * problem.n_experts <= MAX_NEW_PAIRS:
        return np.arange(problem.n_declarations)
    clashing = sorted({i for clash in clashes for i in clash.declarations})
    return np.array(clashing[: MAX_NEW_PAIRS // problem.n_experts], dtype=np.int64)


def _relaxation(kind: str, broken: list[tuple[str, Change]]) -> Relaxation:
    units: dict[str, Counter[Place]] = {}
    for rule, change in broken:
        units.setdefault(rule, Counter())[change.declaration, change.expert, change.quota] += change.by
    changes = {
        rule: tuple(Change(i, j, by, quota) for (i, j, quota), by in sorted(counted.items(), key=_in_order))
        for rule, counted in units.items()
    }
    size = sum(abs(change.by) for rows in changes.values() for change in rows)
    values = {"size": str(size), "members": str(sum(map(len, changes.values())))}
    return Relaxation(kind, size, changes, TEMPLATES[kind], values)


def _in_order(row: tuple[Place, int]) -> tuple[int, ...]:
    return tuple(-1 if number is None else number for number in row[0])
