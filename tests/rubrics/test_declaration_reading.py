"""Plain values become a declaration, and every malformed place is named at once."""

from decimal import Decimal

import pytest
from sample_declarations import declaration

from rubrics.declaration import Absence
from rubrics.declaration_reading import MalformedDeclarationError, read_declaration
from rubrics.loading import load_pack
from rubrics.numbers import Gap

FORM = load_pack("nx-2023").form
ELEVEN = range(1, 12)


def codes(plain: dict[str, object]) -> list[tuple[str, str]]:
    with pytest.raises(MalformedDeclarationError) as error:
        read_declaration(FORM, plain, ELEVEN)
    return [(problem.path, problem.code) for problem in error.value.problems]


def test_every_malformed_place_is_listed_at_once() -> None:
    plain = {
        "declaration_year": "去年",
        "feilds": {},
        "fields": {
            "basic.area": "80",
            "basic.area_km2": 80.5,
            "basic.no_violation": "也许",
            "leading_industry.total_output": ["22.00", "24.20"],
            "leading_industry.growth": "10",
            "openness.international_ticks": [1, 9],
            "plan.goals": 5.5,
        },
        "applicant": {"kind": 1, "phone": "1"},
        "location": [],
        "lists": {"other_titled": "-1"},
        "co2_total": ["1", "2"],
        "materials": [12],
        "material_gaps": {"0": ["x"]},
        "evidence_missing": ["basic.nothing"],
        "facts": {"high_energy_industry": "yes"},
    }
    assert codes(plain) == [
        ("feilds", "unknown_key"),
        ("fields.basic.area", "unknown_key"),
        ("declaration_year", "not_a_year"),
        ("fields.basic.area_km2", "not_a_number"),
        ("fields.basic.no_violation", "not_an_option"),
        ("fields.leading_industry.total_output", "not_a_row"),
        ("fields.leading_industry.growth", "not_a_row"),
        ("fields.openness.international_ticks", "not_ticks"),
        ("fields.plan.goals", "not_a_text"),
        ("location", "not_a_mapping"),
        ("co2_total", "not_a_row"),
        ("applicant.kind", "not_allowed"),
        ("applicant.phone", "unknown_key"),
        ("facts.high_energy_industry", "not_true_or_false"),
        ("lists.other_titled", "not_a_count"),
        ("materials", "not_a_material"),
        ("material_gaps.0", "not_a_material"),
        ("evidence_missing.basic.nothing", "unknown_key"),
    ]


def test_empty_declaration_is_all_blank() -> None:
    read = read_declaration(FORM, {}, ELEVEN)
    assert {entry for cells in read.cells.values() for entry in cells} == {Gap.BLANK}
    assert (read.year, read.materials, read.known) == (None, None, {"co2_total": Gap.BLANK})


def test_one_word_holds_for_all_three_years() -> None:
    read = read_declaration(FORM, {"fields": {"leading_industry.champions": "无"}}, ELEVEN)
    assert read.numbers("leading_industry.champions") == (Decimal(0),) * 3


def test_none_is_read_as_the_kind_of_field_says() -> None:
    fields = {
        "innovation.rd_staff_share": "无",
        "innovation.patent_average_growth": "无",
        "basic.area_km2": "无",
    }
    read = read_declaration(FORM, {"fields": fields}, ELEVEN)
    assert [read.latest(key) for key in fields] == [Decimal(0), Absence.UNDECIDED, Absence.BLANK]


def test_options_are_read_by_label_number_or_common_short_word() -> None:
    fields = {
        "basic.industry_sector": 2,
        "green.solid_waste_above_avg": "不适用",
        "green.water_reuse_above_avg": "非工业集群,不适用",
        "basic.energy_above_benchmark": "不适用",
        "basic.water_above_benchmark": ["否"],
    }
    read = read_declaration(FORM, {"fields": fields}, ELEVEN)
    assert [read.answer(key) for key in fields] == [
        "第二产业",
        "非工业集群，不适用",
        "非工业集群，不适用",
        "不涉及",
        "否",
    ]


def test_telephones_and_seals_may_be_plain_numbers_and_flags() -> None:
    fields = {"cover.contact_phone": 4715550123, "statement.city_seal": True, "statement.authority_seal": False}
    read = read_declaration(FORM, {"fields": fields}, ELEVEN)
    assert [read.answer(key) for key in fields] == ["4715550123", "有", Gap.BLANK]


def test_material_numbers_may_be_texts() -> None:
    read = read_declaration(FORM, {"materials": ["1", 2], "material_gaps": {"3": ["合同"], "4": []}}, ELEVEN)
    assert (read.materials, read.material_gaps) == (frozenset({1, 2}), {3: ("合同",)})


def test_remarks_beside_the_declaration_are_passed_over() -> None:
    read = read_declaration(FORM, {"id": 7, "name": "甲", "note": None, **declaration("nx-2023")}, ELEVEN)
    assert read.year == 2024


def test_measurable_field_is_never_waived() -> None:
    read = read_declaration(FORM, {"fields": {"plan.goals": None}}, ELEVEN)
    keys = ("plan.intro", "plan.goals", "basic.area_km2", "openness.international_ticks")
    assert [read.is_waived(key) for key in keys] == [True, False, False, False]
