"""What holds for every declaration: blanks never fail, nothing crashes, findings and verdict agree."""

import json
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sample_declarations import FIELDS, declaration

from rubrics.form import Field
from rubrics.loading import load_pack
from rubrics.screening import VERDICTS, screen

PACKS = ("nm-2023", "nx-2023")
FORM = load_pack("nm-2023").form
ORDER = {"veto": 0, "fail": 1, "missing": 2, "incomplete": 2, "needs_decision": 3}


def cell(field: Field) -> st.SearchStrategy[object]:
    gaps: st.SearchStrategy[object] = st.sampled_from([None, "无", ""])
    if field.numeric:
        return gaps | st.decimals(-300, 3000, places=3) | st.integers(-2, 10**9).map(str)
    if field.kind == "ticks":
        return gaps | st.lists(st.sampled_from([option.number for option in field.options]), max_size=3)
    if field.options:
        return gaps | st.sampled_from([option.label for option in field.options])
    if field.kind == "years":
        return gaps | st.integers(2015, 2027)
    return gaps | st.text(max_size=300)


def entry(field: Field) -> st.SearchStrategy[object]:
    one = cell(field)
    return one if field.years == 1 else st.none() | st.just("无") | st.lists(one, min_size=3, max_size=3)


ANYTHING = st.fixed_dictionaries({}, optional={field.key: entry(field) for field in FORM.fields})
FACTS = st.fixed_dictionaries(
    {},
    optional={
        "applicant": st.fixed_dictionaries(
            {},
            optional={
                "kind": st.sampled_from(["operator", "county_authority", "park_committee", "somebody", None]),
                "operator_kind": st.sampled_from(["产业园区管委会", "基础建设单位", "无", None]),
                "designated_by_city": st.none() | st.booleans(),
            },
        ),
        "location": st.fixed_dictionaries(
            {},
            optional={
                "kind": st.sampled_from(["one_county", "adjacent_counties", "non_adjacent_counties", "elsewhere"]),
                "county_output_shares": st.none() | st.lists(st.none() | st.integers(0, 100), max_size=4),
                "applicant_county_share": st.none() | st.integers(0, 100) | st.just("无"),
            },
        ),
        "co2_total": st.none() | st.lists(st.none() | st.just("无") | st.integers(0, 9), min_size=3, max_size=3),
        "materials": st.none() | st.lists(st.integers(1, 11)),
        "facts": st.fixed_dictionaries({}, optional={"contrary_public_record": st.none() | st.booleans() | st.text()}),
    },
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(pack=st.sampled_from(PACKS), fields=ANYTHING, around=FACTS, complete=st.booleans())
def test_any_declaration_gets_a_verdict_that_follows_from_its_findings(
    pack: str, fields: dict[str, object], around: dict[str, object], complete: bool
) -> None:
    plain = {"declaration_year": 2024, "fields": fields, **around}
    found = screen(load_pack(pack), plain, complete=complete).as_json()
    findings, checks = found["findings"], found["checks"]
    assert isinstance(findings, list)
    assert isinstance(checks, list)
    results = [one["result"] for one in [*findings, *checks]] + ["missing"] * bool(found["missing_materials"])
    assert found["overall"] == VERDICTS[min((ORDER.get(result, 4) for result in results), default=4)]
    assert all(one["reason"] for one in [*findings, *checks])
    assert json.loads(json.dumps(found, ensure_ascii=False)) == found


@pytest.mark.parametrize("pack", PACKS)
@pytest.mark.parametrize("key", FIELDS)
def test_blanking_one_measurable_field_is_incomplete_and_never_fails(pack: str, key: str) -> None:
    found = screen(load_pack(pack), declaration(pack, {key: None}))
    assert found.overall == "incomplete"
    assert {finding.result for finding in found.findings} <= {"pass", "judged", "not_applicable", "missing"}
    assert [check.fields for check in found.checks if check.check == "F1"] == [(key,)] * FORM.field(key).years


@given(rates=st.lists(st.decimals(-50, 100, places=2), min_size=3, max_size=3))
def test_higher_growth_never_turns_passing_into_failing(rates: list[Decimal]) -> None:
    rank = {"fail": 0, "needs_decision": 1, "pass": 2}
    lower, higher = (research_result(row) for row in (rates, [rate + 1 for rate in rates]))
    assert rank[lower] <= rank[higher]


def research_result(rates: list[Decimal]) -> str:
    plain = declaration("nx-2023", {"innovation.rd_growth": [format(rate, "f") for rate in rates]})
    findings = screen(load_pack("nx-2023"), plain).findings
    return next(finding.result for finding in findings if finding.condition == "11.4.a")
