"""A hand-worked case: what is changed in the passing declaration, and everything that then differs from passing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from sample_declarations import declaration

from rubrics.loading import load_pack
from rubrics.screening import Screening, screen


@dataclass(frozen=True)
class Case:
    """Changes, the verdict, the findings and checks that differ from the passing declaration, absent materials."""

    name: str
    changes: Mapping[str, object]
    overall: str
    findings: Mapping[str, str] = field(default_factory=dict)
    checks: Mapping[str, str] = field(default_factory=dict)
    materials: tuple[int, ...] = ()


def assert_case(pack: str, case: Case) -> None:
    """Assert that exactly the stated findings and checks differ from the passing declaration."""
    found = screen(load_pack(pack), declaration(pack, case.changes))
    assert differing(pack, found) == dict(case.findings)
    assert {entry.check: entry.result for entry in found.checks} == dict(case.checks)
    assert found.missing_materials == case.materials
    assert found.overall == case.overall


def differing(pack: str, found: Screening) -> dict[str, str]:
    """Return the results that are not those of the passing declaration."""
    passing = passing_results(pack)
    return {entry.condition: entry.result for entry in found.findings if entry.result != passing[entry.condition]}


@cache
def passing_results(pack: str) -> dict[str, str]:
    """Return every condition's result in the passing declaration."""
    return {entry.condition: entry.result for entry in screen(load_pack(pack), declaration(pack)).findings}
