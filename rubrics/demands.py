"""A pack's conditions against its form: what they read must be there, in the shape they need."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from rubrics.conditions import Condition
from rubrics.form import Field, Form
from rubrics.known_facts import PATHS, shape_of
from rubrics.predicates.predicate import ANYTHING, FIELD, FLAG, NUMBER, ROW, SERIES, TEXT, WORD, Demand
from rubrics.problems import Problem

_TITLES: Mapping[str, str] = {
    NUMBER: "数字栏",
    ROW: "分三年填报的数字栏",
    WORD: "是否、选择或文字栏",
    FLAG: "是否有记录的事实",
    SERIES: "逐年或逐县的一组数",
    TEXT: "文字栏",
    FIELD: "申报表中的栏目",
    ANYTHING: "申报表中的栏目或已知事实",
}
_FIELD_FITS: Mapping[str, Callable[[Field], bool]] = {
    NUMBER: lambda field: field.numeric,
    ROW: lambda field: field.numeric and field.years > 1,
    WORD: lambda field: (bool(field.options) and field.kind != "ticks") or field.form_text,
    TEXT: lambda field: field.form_text,
    FIELD: lambda field: True,
    ANYTHING: lambda field: True,
}
_FACT_FITS: Mapping[str, frozenset[str]] = {
    NUMBER: frozenset({"number"}),
    WORD: frozenset({"word", "flag"}),
    FLAG: frozenset({"flag"}),
    SERIES: frozenset({"series"}),
    ANYTHING: frozenset({"number", "word", "flag", "series"}),
}


def unmet_demands(conditions: Iterable[Condition], form: Form) -> Iterator[Problem]:
    """Yield a problem for every field or fact that a condition reads and that is absent or of another shape.

    Parameters
    ----------
    conditions
        Conditions of a pack, in the order of its file.
    form
        Form of the same pack.

    Yields
    ------
    Problem
        With the place of the condition in ``conditions.yaml``.

    Examples
    --------
    >>> from rubrics.loading import load_pack
    >>> pack = load_pack("nm-2023")
    >>> list(unmet_demands(pack.conditions, pack.form))
    []
    >>> [problem.code for problem in unmet_demands(pack.conditions[7:8], Form((), ()))]
    ['unknown_field']
    """
    for index, condition in enumerate(conditions):
        for part, demands in _parts(condition):
            for demand in demands:
                problem = _problem(f"conditions.yaml: conditions[{index}].{part}", demand, form)
                if problem is not None:
                    yield problem


def _parts(condition: Condition) -> Iterator[tuple[str, tuple[Demand, ...]]]:
    yield "predicate", condition.predicate.demands
    for index, check in enumerate(condition.cross_checks):
        yield f"checks[{index}]", check.demands


def _problem(path: str, demand: Demand, form: Form) -> Problem | None:
    values = {"key": demand.path, "shape": _TITLES[demand.shape]}
    field = form.by_key.get(demand.path)
    if field is None and demand.path not in PATHS:
        return Problem(path, "unknown_field", "表中没有字段“{key}”，也没有这项事实。", values)
    if field is not None:
        fits = _FIELD_FITS.get(demand.shape)
        meets = fits is not None and fits(field)
    else:
        meets = shape_of(demand.path) in _FACT_FITS.get(demand.shape, frozenset())
    return None if meets else Problem(path, "other_shape", "此处要用{shape}，“{key}”不是。", values)
