"""Same unit or not: a table of hand-made cases, aliases, parents, former names, and names that only look alike."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewers.conflicts import find_conflicts
from reviewers.people import DeclarationFacts, Expert, InvolvedUnit, Unit

TODAY = date(2026, 11, 22)
FIELDS = {"alias": "aliases", "former": "former_names", "parent": "parents"}
ROWS = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parent / "unit_cases.tsv").read_text(encoding="utf-8").splitlines()[1:]
]


def unit(written: str) -> Unit:
    name, *extras = written.split("@")
    told = dict(extra.split("=", 1) for extra in extras)
    lists = {FIELDS[key]: tuple(value.split(",")) for key, value in told.items() if key in FIELDS}
    return Unit(name, english_name=told.get("en", ""), **lists)


def verdict(mine: Unit, theirs: Unit) -> str:
    expert = Expert("e1", "张三", units=(mine,))
    form = DeclarationFacts("d1", units=(InvolvedUnit(theirs, "applicant"),))
    found = find_conflicts([expert], [form], today=TODAY)
    return found[0].certainty if found else "none"


def test_case_table_is_large_and_balanced() -> None:
    n_negative = sum(expected == "none" for *_, expected in ROWS)
    assert (len(ROWS) >= 240, n_negative >= 90, len(set(ROWS)) == len(ROWS)) == (True, True, True)


@pytest.mark.parametrize(("mine", "theirs", "expected"), ROWS)
def test_units_are_told_together_or_apart(mine: str, theirs: str, expected: str) -> None:
    assert verdict(unit(mine), unit(theirs)) == expected


@pytest.mark.parametrize(("mine", "theirs", "expected"), ROWS)
def test_verdict_is_the_same_the_other_way_round(mine: str, theirs: str, expected: str) -> None:
    assert verdict(unit(theirs), unit(mine)) == expected


@given(chosen=st.lists(st.sampled_from(ROWS), min_size=2, max_size=8), seed=st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_order_of_the_pool_changes_no_verdict(chosen: list[tuple[str, ...]], seed: Random) -> None:
    experts = [Expert(f"e{n}", "张三", units=(unit(mine),)) for n, (mine, *_) in enumerate(chosen)]
    forms = [DeclarationFacts(f"d{n}", units=(InvolvedUnit(unit(row[1])),)) for n, row in enumerate(chosen)]
    mixed_experts, mixed_forms = seed.sample(experts, len(experts)), seed.sample(forms, len(forms))
    one, other = (
        {(f.expert, f.declaration, f.certainty) for f in find_conflicts(pool, declared, today=TODAY)}
        for pool, declared in ((experts, forms), (mixed_experts, mixed_forms))
    )
    assert one == other


def test_all_cases_in_one_pool_disturb_none_that_is_certain() -> None:
    experts = [Expert(f"e{n}", "张三", units=(unit(mine),)) for n, (mine, *_) in enumerate(ROWS)]
    forms = [DeclarationFacts(f"d{n}", units=(InvolvedUnit(unit(theirs)),)) for n, (_, theirs, _) in enumerate(ROWS)]
    found = {(f.expert[1:], f.declaration[1:]) for f in find_conflicts(experts, forms, today=TODAY)}
    lost = [row for n, row in enumerate(ROWS) if row[2] == "certain" and (str(n), str(n)) not in found]
    assert lost == []
