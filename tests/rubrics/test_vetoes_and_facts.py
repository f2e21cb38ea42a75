"""Vetoes, public records, contradicted answers and the bodies that apply, worked by hand for both regions."""

import pytest
from case_table import Case, assert_case

BLANK = {"F1": "incomplete"}
ACCIDENT, VIOLATION = "basic.no_major_accident", "basic.no_violation"
ENERGY, WATER = "basic.energy_above_benchmark", "basic.water_above_benchmark"
RECORD, KIND = "facts.contrary_public_record", "facts.violation_kind"

NM_VETOES = [
    Case("accident_admitted", {ACCIDENT: "否"}, "veto", {"6.a": "veto"}),
    Case("accident_blank", {ACCIDENT: None}, "incomplete", {"6.a": "missing"}, BLANK),
    Case("accident_none_is_not_an_answer", {ACCIDENT: "无"}, "incomplete", {"6.a": "missing"}, BLANK),
    Case("violation_admitted", {VIOLATION: "否"}, "veto", {"6.b": "veto"}),
    # Article 6 of Inner Mongolia names 违法违规: an ordinary violation excludes as well.
    Case("ordinary_violation_excludes", {VIOLATION: "否", KIND: "违法违规"}, "veto", {"6.b": "veto"}),
    Case("dishonesty_on_record", {RECORD: "严重失信"}, "needs_decision", {"6.b": "needs_decision"}),
    Case("accident_on_record", {RECORD: "2022年较大生产安全事故"}, "needs_decision", {"6.a": "needs_decision"}),
    Case("cyber_incident_on_record", {RECORD: "重大网络安全事件"}, "needs_decision", {"6.a": "needs_decision"}),
    Case("record_of_unknown_kind", {RECORD: True}, "needs_decision", {"6.b": "needs_decision"}),
    Case("no_record", {RECORD: False}, "pass"),
    Case("record_beside_an_admission", {VIOLATION: "否", RECORD: "严重失信"}, "veto", {"6.b": "veto"}),
    Case("known_violation_against_a_clean_answer", {KIND: "偷税漏税"}, "needs_decision", {"6.b": "needs_decision"}),
    # veto > fail > incomplete > needs_decision: all are still listed.
    Case(
        "every_finding_is_listed",
        {VIOLATION: "否", "digital.software_rising": "否", "basic.area_km2": "201", "innovation.rd_staff_share": None},
        "veto",
        {"6.b": "veto", "5.6.d": "fail", "5.2.a": "needs_decision", "5.5.f": "missing"},
        BLANK,
    ),
]
NX_VETOES = [
    # One cell of the form answers both halves of the sentence.
    Case("accident_admitted", {ACCIDENT: "否"}, "veto", {"10.a": "veto", "10.b": "veto"}),
    Case("accident_on_record", {RECORD: "较大环境污染事故"}, "needs_decision", {"10.a": "needs_decision"}),
    Case("data_incident_on_record", {RECORD: "重大数据安全事件"}, "needs_decision", {"10.b": "needs_decision"}),
    Case("tax_evasion_excludes", {VIOLATION: "否", KIND: "偷税漏税"}, "veto", {"10.c": "veto"}),
    Case("serious_dishonesty_excludes", {VIOLATION: "否", KIND: "严重失信"}, "veto", {"10.c": "veto"}),
    Case("grave_matter_excludes", {VIOLATION: "否", KIND: "其它重大问题"}, "veto", {"10.c": "veto"}),
    Case("admission_of_unstated_kind_excludes", {VIOLATION: "否"}, "veto", {"10.c": "veto"}),
    # Article 10 of Ningxia does not name 违法违规.
    Case(
        "ordinary_violation_needs_a_person",
        {VIOLATION: "否", KIND: "违法违规"},
        "needs_decision",
        {"10.c": "needs_decision"},
    ),
    Case("tax_evasion_on_record", {RECORD: "偷税漏税"}, "needs_decision", {"10.c": "needs_decision"}),
    Case("violation_blank", {VIOLATION: None}, "incomplete", {"10.c": "missing"}, BLANK),
]
NM_CONTRADICTIONS = [
    Case("energy_above_benchmark", {ENERGY: "是"}, "pass", {"5.7.f": "pass"}),
    Case("energy_not_above_benchmark", {ENERGY: "否"}, "fail", {"5.7.f": "fail"}),
    Case("energy_blank", {ENERGY: None}, "incomplete", {"5.7.f": "missing"}, BLANK),
    Case(
        "high_energy_industry_says_not_involved",
        {"facts.high_energy_industry": True},
        "needs_decision",
        {"5.7.f": "needs_decision"},
    ),
    Case("no_high_energy_industry", {"facts.high_energy_industry": False}, "pass"),
    Case(
        "high_energy_industry_above_benchmark",
        {ENERGY: "是", "facts.high_energy_industry": True},
        "pass",
        {"5.7.f": "pass"},
    ),
    Case("water_above_benchmark", {WATER: "是"}, "pass", {"5.7.g": "pass"}),
    Case("water_not_above_benchmark", {WATER: "否"}, "fail", {"5.7.g": "fail"}),
    # The form asks for the benchmark, article 5(7) for the average.
    Case(
        "water_above_benchmark_but_below_average",
        {WATER: "是", "facts.water_vs_industry_average": "below"},
        "needs_decision",
        {"5.7.g": "needs_decision"},
    ),
    # 优于 is strict.
    Case(
        "water_above_benchmark_but_only_average",
        {WATER: "是", "facts.water_vs_industry_average": "equal"},
        "needs_decision",
        {"5.7.g": "needs_decision"},
    ),
    Case(
        "water_above_benchmark_and_average",
        {WATER: "是", "facts.water_vs_industry_average": "above"},
        "pass",
        {"5.7.g": "pass"},
    ),
]
NM_BODIES = [
    Case("operating_company", {"applicant.operator_kind": "园区运营企业"}, "pass"),
    Case("public_service_body", {"applicant.operator_kind": "公共服务机构"}, "pass"),
    Case("construction_unit", {"applicant.operator_kind": "基础建设单位"}, "fail", {"5.9.a": "fail"}),
    Case("association", {"applicant.operator_kind": "行业协会"}, "fail", {"5.9.a": "fail"}),
    Case("operator_kind_unknown", {"applicant.operator_kind": None}, "incomplete", {"5.9.a": "missing"}),
    Case("no_operating_body", {"basic.operator": "无"}, "fail", {"5.9.a": "fail"}),
    Case("county_applies", {"applicant.kind": "county_authority"}, "fail", {"8": "fail"}),
    # A committee that is itself the operating body applies as the operating body.
    Case("committee_applies_as_such", {"applicant.kind": "park_committee"}, "fail", {"8": "fail"}),
    Case("kind_the_measure_does_not_list", {"applicant.kind": "行业协会"}, "needs_decision", {"8": "needs_decision"}),
    Case("nobody_applies", {"applicant": None}, "incomplete", {"8": "missing", "5.9.a": "missing"}),
    Case("no_on_site_record", {"city.on_site_verification": False}, "incomplete", {"9.a": "missing"}),
    Case("no_recommendation", {"city.recommendation": None}, "incomplete", {"9.b": "missing"}),
    Case("city_has_done_nothing", {"city": None}, "incomplete", {"9.a": "missing", "9.b": "missing"}),
    Case("plan_part_blank", {"plan.goals": None}, "incomplete", {"5.9.c": "missing"}, BLANK),
    Case("plan_part_none", {"plan.tasks": "无"}, "incomplete", {"5.9.c": "missing"}),
    Case("plan_without_problems", {"plan.problems": "无"}, "pass"),
]


@pytest.mark.parametrize("case", NM_VETOES, ids=lambda case: case.name)
def test_nm_vetoes_as_worked_by_hand(case: Case) -> None:
    assert_case("nm-2023", case)


@pytest.mark.parametrize("case", NX_VETOES, ids=lambda case: case.name)
def test_nx_vetoes_as_worked_by_hand(case: Case) -> None:
    assert_case("nx-2023", case)


@pytest.mark.parametrize("case", NM_CONTRADICTIONS + NM_BODIES, ids=lambda case: case.name)
def test_nm_contradictions_and_bodies_as_worked_by_hand(case: Case) -> None:
    assert_case("nm-2023", case)
