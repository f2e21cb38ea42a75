"""What an edit by hand would break, in the organiser's words, before and when it is stored."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from reviewers.assignment.describe import broken_rules
from reviewers.assignment.faults import Fault
from webapp.errors import Problem
from webapp.services.stored_problem import as_engine_problem

# Nobody may judge against a conflict, and no two of one unit; loads and numbers may be departed from with a reason.
HARD = frozenset({"conflict", "not_candidate", "same_unit"})


@dataclass(frozen=True)
class Objection:
    """One rule an edit breaks; a hard one cannot be stored."""

    problem: Problem
    is_hard: bool


def objections(
    problem: Mapping[str, Any], rows: Sequence[Sequence[int]], barred: Iterable[tuple[int, int]] = ()
) -> list[Objection]:
    """Every rule that the pairs break; ``barred`` adds conflicts that became known after the problem was stored."""
    pairs = np.array(rows, dtype=np.int64).reshape(-1, 2)
    known = {(i, j) for i, j in problem["conflicts"]} | set(barred)
    now = {**problem, "conflicts": [list(pair) for pair in sorted(known)]}
    faults = broken_rules(as_engine_problem(now, pairs), pairs[:, 0], pairs[:, 1])
    return [Objection(told(fault, problem), fault.code in HARD) for fault in faults if not is_idle(fault)]


def is_idle(fault: Fault) -> bool:
    """Whether the fault is only that an expert has less work than some minimum, of which rounds have none."""
    return fault.code == "too_few" and fault.path.startswith("expert")


def told(fault: Fault, problem: Mapping[str, Any]) -> Problem:
    """Put the public names in the place of the engine's numbers."""
    values: dict[str, object] = dict(fault.reason_values)
    axis = "declarations" if fault.path.startswith("declaration") else "experts"
    for place, names in (("who", axis), ("declaration", "declarations"), ("expert", "experts")):
        if place in values:
            values[place] = problem[names][int(str(values[place]))]
    return Problem(fault.path, fault.code, TEMPLATES.get((fault.code, axis), fault.reason_template), values)


TEMPLATES = {
    ("same_unit", "declarations"): "申报{declaration}的专家中有两人来自同一单位",
    ("too_few", "declarations"): "申报{who}只有{count}名专家，应为{most}名",
    ("too_many", "declarations"): "申报{who}有{count}名专家，应为{most}名",
    ("too_many", "experts"): "{who}有{count}份，超过上限{most}份",
    ("conflict", "experts"): "{expert}与申报{declaration}须回避",
}
