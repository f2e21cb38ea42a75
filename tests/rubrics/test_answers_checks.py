"""The form's own rules: F1 to F7 and X5, cell by cell."""

from decimal import Decimal

import pytest

from rubrics.answers import AnswerFinding, check_answers
from rubrics.form import Field
from rubrics.loading import load_pack

FORM = load_pack("nm-2023").form


def filled(field: Field) -> object:
    """A sound answer for a field."""
    if field.kind == "years":
        return [2021, 2022, 2023]
    if field.kind == "ticks":
        return [1]
    if field.options:
        return field.options[0].label
    cell = "1" if field.numeric else "文"
    return [cell] * 3 if field.years == 3 else cell


WHOLE = {field.key: filled(field) for field in FORM.fields}


def check(**changed: object) -> list[tuple[str, str, int | None]]:
    """Findings for the sound form with some answers replaced; __ stands for the point in a key."""
    answers = WHOLE | {key.replace("__", "."): value for key, value in changed.items()}
    return brief(check_answers(FORM, answers, declaration_year=2024, complete=True))


def brief(findings: tuple[AnswerFinding, ...]) -> list[tuple[str, str, int | None]]:
    assert all(finding.reason and finding.result == "incomplete" for finding in findings)
    return [(finding.check, finding.fields[0], finding.year_index) for finding in findings]


def test_whole_form_has_no_finding() -> None:
    assert check() == []


def test_empty_whole_form_misses_all_158_cells() -> None:
    found = check_answers(FORM, {}, declaration_year=2024, complete=True)
    assert [finding.check for finding in found] == ["F1"] * 158


def test_without_complete_only_figures_and_boxes_are_missed() -> None:
    found = brief(check_answers(FORM, {}, declaration_year=2024))
    assert {FORM.field(key).form_text for _, key, _ in found} == {False}
    assert len(found) == sum(field.years for field in FORM.fields if not field.form_text)


def test_text_handed_in_blank_is_missed_even_without_complete() -> None:
    found = brief(check_answers(FORM, {"plan.goals": None}))
    assert ("F1", "plan.goals", None) in found


def test_blank_cell_of_a_yearly_row_is_named_by_its_year() -> None:
    found = check_answers(
        FORM, WHOLE | {"leading_industry.growth": ["1", None, "1"]}, declaration_year=2024, complete=True
    )
    assert brief(found) == [("F1", "leading_industry.growth", 1)]
    assert found[0].reason == "“集群主导产业产值增速（%）（2022年）”未填；无相关情况的，请填写“无”。"


def test_none_is_an_answer_where_the_form_allows_it() -> None:
    assert check(digital__cloud_share="无", leading_industry__champions=["无"] * 3) == []
    assert check(green__resource_ticks=[], innovation__patent_average_growth="无") == []


@pytest.mark.parametrize("key", ["basic.area_km2", "basic.no_violation", "leading_industry.total_output"])
def test_none_is_no_answer_for_output_area_and_boxes(key: str) -> None:
    answers = WHOLE | {key: "无"}
    found = brief(check_answers(FORM, answers, declaration_year=2024, complete=True))
    assert {finding[:2] for finding in found} == {("F1", key)}


def test_city_opinion_is_not_asked_of_the_applicant() -> None:
    answers = {key: value for key, value in WHOLE.items() if FORM.field(key).filled_by == "applicant"}
    assert check_answers(FORM, answers, declaration_year=2024, complete=True, filled_by={"applicant"}) == ()
    both = check_answers(FORM, answers, declaration_year=2024, complete=True)
    assert [finding.fields[0] for finding in both] == [
        "statement.city_opinion",
        "statement.city_seal",
        "statement.recommended_on",
    ]


def test_two_decimals_pass_and_three_do_not() -> None:
    assert check(basic__area_km2="80.00") == []
    assert check(basic__area_km2="80.000") == [("F2", "basic.area_km2", None)]
    assert check(leading_industry__growth=["1", "1.005", Decimal("2.5")]) == [("F2", "leading_industry.growth", 1)]


def test_two_hundred_characters_pass_and_201_do_not() -> None:
    assert check(green__resource_text="字" * 200 + " \n ") == []
    assert check(green__resource_text="字" * 201) == [("F3", "green.resource_text", None)]


def test_plan_is_counted_over_its_seven_parts() -> None:
    # The five other parts hold one character each: 2 000 + 995 + 5 = 3 000.
    assert check(plan__intro="字" * 2000, plan__goals="字" * 995) == []
    assert check(plan__intro="字" * 2000, plan__goals="字" * 996) == [("F3", "plan.intro", None)]


@pytest.mark.parametrize(
    ("key", "without"),
    [
        ("governance.platform_ticks", []),
        ("leading_industry.chain_map", "否"),
        ("innovation.sme_patents", "0"),
        ("openness.overseas_branches", "无"),
        ("green.carbon_work_text", "无"),
    ],
)
def test_attachment_is_asked_for_only_with_something_to_prove(key: str, without: object) -> None:
    claimed = check_answers(FORM, WHOLE, evidence_missing=[key], declaration_year=2024, complete=True)
    assert brief(claimed) == [("F4", key, None)]
    answers = WHOLE | {key: without}
    assert check_answers(FORM, answers, evidence_missing=[key], declaration_year=2024, complete=True) == ()


def test_eight_rows_of_standards_share_one_list() -> None:
    rows = [field.key for field in FORM.fields if field.evidence_group == "innovation.standards"]
    found = check_answers(FORM, WHOLE, evidence_missing=rows, declaration_year=2024, complete=True)
    assert brief(found) == [("F4", rows[0], None)]
    nothing = WHOLE | {key: ["0", "0", "无"] for key in rows}
    assert check_answers(FORM, nothing, evidence_missing=rows, declaration_year=2024, complete=True) == ()


def test_field_without_attachment_never_misses_one() -> None:
    assert check_answers(FORM, WHOLE, evidence_missing=["plan.goals"], declaration_year=2024, complete=True) == ()


@pytest.mark.parametrize("years", [[2020, 2021, 2022], [2022, 2023, 2024], [2023, 2022, 2021], [2021, 2022, 2022]])
def test_report_years_must_end_the_year_before(years: list[int]) -> None:
    assert check(application__report_years=years) == [("F5", "application.report_years", None)]


def test_blank_report_year_is_missing_and_not_wrong() -> None:
    assert check(application__report_years=[2021, None, 2023]) == [("F1", "application.report_years", 1)]


def test_counts_are_whole_and_not_negative() -> None:
    assert check(innovation__sme_employees="-1") == [("F6", "innovation.sme_employees", None)]
    assert check(innovation__sme_patents="1.5") == [("F6", "innovation.sme_patents", None)]
    assert check(innovation__sme_patents="2.00") == []


def test_smes_may_equal_but_not_exceed_enterprises() -> None:
    rows = {"leading_industry__enterprises": ["50", "60", "70"]}
    assert check(**rows, leading_industry__smes=["50", "60", "70"]) == []
    assert check(**rows, leading_industry__smes=["50", "61", "70"]) == [("F6", "leading_industry.smes", 1)]


def test_shares_lie_between_zero_and_one_hundred() -> None:
    assert check(digital__cloud_share="0", innovation__rd_staff_share="100") == []
    assert check(digital__cloud_share="-0.01") == [("F7", "digital.cloud_share", None)]
    assert check(leading_industry__output_share=["100", "100.01", "1"]) == [("F7", "leading_industry.output_share", 1)]
    assert check(openness__export_growth=["-5", "250", "0"]) == []


def test_two_cluster_names_must_say_the_same() -> None:
    assert check(cover__cluster_name="乳业（A） 集群", basic__cluster_name="乳业(A)集群") == []
    found = check(cover__cluster_name="乳业集群", basic__cluster_name="奶业集群")
    assert found == [("X5", "cover.cluster_name", None)]


def test_unreadable_value_is_reported_once_under_f1() -> None:
    assert check(basic__area_km2="约八十") == [("F1", "basic.area_km2", None)]
    assert check(leading_industry__growth=["1", "2"]) == [("F1", "leading_industry.growth", None)]
    assert check(basic__industry_sector="第四产业") == [("F1", "basic.industry_sector", None)]
