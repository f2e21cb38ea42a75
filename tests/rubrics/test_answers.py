"""What was typed becomes the stored answer or a problem; what is stored is written out and read back equal."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rubrics.answers import (
    Answer,
    Counter,
    counters,
    normalise_answer,
    recomputed_averages,
    render_answer,
    section_counter,
)
from rubrics.form import Field
from rubrics.loading import load_pack
from rubrics.problems import Problem

FORM = load_pack("nm-2023").form
KEYS = [field.key for field in FORM.fields]


def read(key: str, raw: object) -> Answer | Problem:
    return normalise_answer(FORM.field(key), raw)


def refused(key: str, raw: object) -> tuple[str, str]:
    problem = read(key, raw)
    assert isinstance(problem, Problem)
    assert problem.message
    return problem.path, problem.code


@pytest.mark.parametrize(
    ("raw", "stored"),
    [
        ("80.00", "80.00"),
        (" １，０８０．５０ ", "1080.50"),
        ("1,080.5平方公里", "1080.5"),
        (80, "80"),
        (Decimal("80.10"), "80.10"),
        (80.1, "80.1"),
        (0.1 + 0.2, "0.3"),
        ("+5", "5"),
        ("007", "7"),
        ("-0", "0"),
        ("无", "无"),
        (" 无 ", "无"),
        ("", None),
        ("  ", None),
        (None, None),
    ],
)
def test_number_is_stored_as_the_decimal_that_was_typed(raw: object, stored: Answer) -> None:
    assert read("basic.area_km2", raw) == stored


@pytest.mark.parametrize(
    ("key", "raw", "code"),
    [
        ("basic.area_km2", "80.005", "too_many_decimals"),
        ("basic.area_km2", "约80", "not_a_number"),
        ("basic.area_km2", "1e3", "not_a_number"),
        ("basic.area_km2", "nan", "not_a_number"),
        ("basic.area_km2", float("nan"), "not_a_number"),
        ("basic.area_km2", float("inf"), "not_a_number"),
        ("basic.area_km2", True, "not_a_number"),
        ("basic.area_km2", "1,08", "not_a_number"),
        ("basic.area_km2", "-1", "negative"),
        ("basic.area_km2", "1" + "0" * 15, "too_large"),
        ("basic.area_km2", 1e30, "too_large"),
        ("digital.cloud_share", "100.01", "share_out_of_range"),
        ("digital.cloud_share", "-0.01", "share_out_of_range"),
        ("innovation.sme_employees", "12.5", "not_a_count"),
        ("innovation.sme_employees", "-1", "not_a_count"),
        ("basic.no_violation", "也许", "not_an_option"),
        ("openness.international_ticks", [6], "not_an_option"),
        ("cover.apply_date", "2024年2月30日", "not_a_date"),
        ("cover.apply_date", "昨天", "not_a_date"),
        ("cover.contact_phone", "请打电话", "not_a_phone"),
        ("plan.intro", "字" * 20_001, "too_long"),
        ("leading_industry.growth", "5", "not_a_row"),
        ("leading_industry.growth", ["5", "6"], "not_a_row"),
    ],
)
def test_answer_that_cannot_stand_is_a_problem_with_its_code(key: str, raw: object, code: str) -> None:
    assert refused(key, raw) == (key, code)


def test_problem_in_a_yearly_row_names_its_cell() -> None:
    assert refused("leading_industry.growth", ["5", "六", "7"]) == ("leading_industry.growth[1]", "not_a_number")


def test_yearly_row_is_a_list_of_three_with_blanks_and_none() -> None:
    assert read("leading_industry.growth", ["5％", "", "无"]) == ["5", None, "无"]
    assert read("leading_industry.growth", None) == [None, None, None]
    assert read("leading_industry.growth", "无") == ["无", "无", "无"]
    assert read("leading_industry.growth", ["-3.20", "−1", 0]) == ["-3.20", "-1", "0"]


def test_report_years_are_whole_years() -> None:
    assert read("application.report_years", ["2021年", 2022, 2023.0]) == [2021, 2022, 2023]
    assert read("application.report_years", ["无", None, "２０２３"]) == [None, None, 2023]
    assert refused("application.report_years", ["21", "22", "23"]) == ("application.report_years[0]", "not_a_year")


@pytest.mark.parametrize("raw", ["12", "12.00", 12, 12.0, Decimal("12.0"), "１２家", "12 家"])
def test_count_is_stored_whole_however_it_was_typed(raw: object) -> None:
    field = FORM.field("leading_industry.champions")
    assert normalise_answer(field, [raw, raw, raw]) == ["12", "12", "12"]


@pytest.mark.parametrize("raw", ["不适用", "非工业集群，不适用", "非工业集群,不适用", "☑非工业集群，不适用", 3, "3"])
def test_choice_is_stored_as_the_printed_label(raw: object) -> None:
    assert read("green.solid_waste_above_avg", raw) == "非工业集群，不适用"


@pytest.mark.parametrize(
    "raw",
    [
        [1, 3],
        ["1", "3"],
        "1、3",
        "3，1",
        "1 3",
        ["余热余压集中回收", "工业废弃物分类分级利用"],
        "☑余热余压集中回收\n□水资源梯级循环利用\n☑工业废弃物分类分级利用",
        "余热余压集中回收；工业废弃物分类分级利用",
    ],
)
def test_ticks_are_stored_as_sorted_option_numbers(raw: object) -> None:
    assert read("green.resource_ticks", raw) == [1, 3]


def test_no_tick_at_all_differs_from_a_blank() -> None:
    assert read("green.resource_ticks", "无") == []
    assert read("green.resource_ticks", []) == []
    assert read("green.resource_ticks", None) is None


@pytest.mark.parametrize(
    ("raw", "stored"),
    [
        ("2024-03-01", "2024-03-01"),
        ("2024年3月1日", "2024-03-01"),
        ("2024/3/1", "2024-03-01"),
        ("2024.3.1", "2024-03-01"),
        ("2024年3月", "2024-03"),
        (date(2024, 3, 1), "2024-03-01"),
        (datetime(2024, 3, 1, 9, 30, tzinfo=UTC), "2024-03-01"),
    ],
)
def test_date_is_stored_in_one_way(raw: object, stored: str) -> None:
    assert read("cover.apply_date", raw) == stored


def test_text_keeps_its_words_and_loses_control_characters() -> None:
    assert read("plan.goals", "  第一年\r\n第二年\x07 ") == "第一年\n第二年"
    assert read("plan.goals", " \x1b\ud800 ") is None
    assert read("leading_industry.supply_risk", "字" * 201) == "字" * 201


def test_limits_themselves_are_allowed() -> None:
    assert read("digital.cloud_share", "100") == "100"
    assert read("digital.cloud_share", "0") == "0"
    assert read("plan.goals", "字" * 20_000) == "字" * 20_000
    assert read("basic.area_km2", "9" * 15) == "9" * 15


@pytest.mark.parametrize(("raw", "shown"), [("约" * 40, "约" * 40), ("约" * 41, "约" * 40 + "…")])
def test_problem_shows_at_most_forty_characters_of_what_was_typed(raw: str, shown: str) -> None:
    problem = read("basic.area_km2", raw)
    assert isinstance(problem, Problem)
    assert problem.message == f"“集群占地面积（平方公里）”的“{shown}”不是数字。"


def test_counter_does_not_count_spaces() -> None:
    field = FORM.field("leading_industry.supply_risk")
    counter = counters(field, "供 应\n链")
    assert counter == Counter(3, 200)
    assert counter.left == 197
    assert counters(FORM.field("plan.goals"), "目标") is None


def test_plan_counter_sums_its_seven_parts() -> None:
    plan = next(section for section in FORM.sections if section.key == "plan")
    answers: dict[str, Answer] = {"plan.intro": "一 二", "plan.goals": "三", "basic.operator": "不计"}
    assert section_counter(FORM, plan, answers) == Counter(3, 3000)


def test_average_is_recomputed_only_from_three_numbers() -> None:
    # 1.05 x 1.10 x 1.20 = 1.386, cube root 1.11495...
    assert recomputed_averages(FORM, {"leading_industry.growth": ["5", "10", "20"]}) == {
        "leading_industry.average_growth": Decimal("11.49")
    }
    for row in (["5", "10", None], ["5", "10", "无"], ["5", "10", "x"], ["5", "10", "-101"], None):
        assert recomputed_averages(FORM, {"leading_industry.growth": row}) == {}


def numbers(field: Field) -> st.SearchStrategy[str]:
    low = -100 if field.kind == "rate" else 0
    if field.kind == "count":
        return st.integers(0, 10**9).map(str)
    places = st.integers(0, 2)
    return places.flatmap(
        lambda n: st.decimals(low, 100, places=n).map(lambda one: format(one if one else abs(one), "f"))
    )


def stored(field: Field) -> st.SearchStrategy[Any]:
    """Any answer a field may store."""
    if field.kind == "years":
        return st.lists(st.none() | st.integers(1900, 2199), min_size=3, max_size=3)
    if field.kind == "ticks":
        return st.none() | st.lists(st.sampled_from([one.number for one in field.options]), unique=True).map(sorted)
    if field.numeric:
        cell = st.none() | st.just("无") | numbers(field)
        return st.lists(cell, min_size=3, max_size=3) if field.years > 1 else cell
    if field.options:
        return st.none() | st.just("无") | st.sampled_from([one.label for one in field.options])
    if field.kind == "date":
        return st.none() | st.dates(date(1990, 1, 1), date(2090, 1, 1)).map(date.isoformat)
    if field.kind == "phone":
        return st.none() | st.text(st.sampled_from("0123456789-"), min_size=7, max_size=13)
    return st.none() | st.text(st.sampled_from("特色产业集群 \nABc1，。“”"), min_size=1).map(str.strip).map(
        lambda one: one or None
    )


@settings(max_examples=300)
@given(st.data())
def test_answer_written_out_is_read_back_equal(data: st.DataObject) -> None:
    field = FORM.field(data.draw(st.sampled_from(KEYS)))
    answer = data.draw(stored(field))
    assert normalise_answer(field, render_answer(field, answer)) == answer


@settings(max_examples=300)
@given(
    st.sampled_from(KEYS),
    st.text(max_size=30) | st.floats() | st.integers() | st.lists(st.text(max_size=5), max_size=4),
)
def test_anything_typed_is_stored_or_refused_never_an_exception(key: str, raw: object) -> None:
    field = FORM.field(key)
    answer = normalise_answer(field, raw)
    if isinstance(answer, Problem):
        assert answer.path.startswith(key)
    else:
        assert normalise_answer(field, render_answer(field, answer)) == answer
