"""Every name of a field or a known fact that a condition mentions must exist."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from rubrics.problems import Problem

_NAME = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")


def unknown_references(document: object, known: Collection[str]) -> Iterator[Problem]:
    """Yield a problem for every mention of something that does not exist.

    Parameters
    ----------
    document
        Plain value of ``conditions.yaml``; predicates and cross-checks are searched, at any depth.
    known
        Keys of the form's fields and paths of the facts known beside it.

    Examples
    --------
    >>> document = {"conditions": [{"predicate": {"value": "basic.aera"}, "quote": "a.b"}]}
    >>> [problem.path for problem in unknown_references(document, {"basic.area_km2"})]
    ['conditions.yaml: conditions[0].predicate.value']
    """
    conditions = document.get("conditions") if isinstance(document, dict) else None
    for index, condition in enumerate(conditions if isinstance(conditions, list) else []):
        for part in ("predicate", "checks"):
            stated = condition.get(part) if isinstance(condition, dict) else None
            for path, name in _names(f"conditions.yaml: conditions[{index}].{part}", stated):
                if name not in known:
                    yield Problem(path, "unknown_field", "表中没有字段“{key}”，也没有这项事实。", {"key": name})


def _names(path: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, str) and _NAME.fullmatch(value):
        yield path, value
    elif isinstance(value, list):
        for index, entry in enumerate(value):
            yield from _names(f"{path}[{index}]", entry)
    elif isinstance(value, dict):
        for key, entry in value.items():
            yield from _names(f"{path}.{key}", entry)
