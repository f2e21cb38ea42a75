"""The table of experts: the template reads back, every wrong cell is named at once, homonyms are kept."""

from __future__ import annotations

import io
from collections.abc import Sequence
from decimal import Decimal

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from webapp.exports.expert_template import COLUMNS, write_expert_template
from webapp.imports.expert_cells import AREAS, Post
from webapp.imports.expert_columns import TITLES
from webapp.imports.expert_table import ExpertRow, parse_expert_rows, read_expert_table
from webapp.imports.workbook import CellValue, read_workbook

HEADER: tuple[CellValue, ...] = tuple(column.title for column in COLUMNS)


def row(**cells: CellValue) -> tuple[CellValue, ...]:
    """A row with the given cells by key; name and unit are filled unless told otherwise."""
    filled: dict[str, CellValue] = {"name": "单田方", "unit": "内蒙古大学", **cells}
    return tuple(filled.get(key) for key in TITLES)


def parsed(*rows: Sequence[CellValue]) -> tuple[list[ExpertRow], list[tuple[str, str]]]:
    experts, problems = parse_expert_rows("专家库", [HEADER, *rows])
    return list(experts), [(problem.cell, problem.code) for problem in problems]


def one(**cells: CellValue) -> ExpertRow:
    experts, problems = parsed(row(**cells))
    assert problems == []
    return experts[0]


def test_template_has_the_columns_the_import_knows() -> None:
    assert tuple(titles[0] for titles in TITLES.values()) == HEADER


def test_template_reads_back_and_asks_for_experts() -> None:
    experts, problems = read_expert_table(write_expert_template(), "专家库.xlsx")
    assert (experts, [problem.message for problem in problems]) == (
        (),
        ["表里没有填写任何专家。请从表头下面一行起，一行填一位专家。"],
    )


def test_guide_sheet_explains_every_column() -> None:
    guide = read_workbook(write_expert_template(), "专家库.xlsx")[1]
    titles = [line[0] for line in guide.rows if line[0] in HEADER]
    assert titles == list(HEADER)


def test_examples_of_the_guide_are_accepted() -> None:
    experts, problems = parsed(tuple(column.example or None for column in COLUMNS))
    assert (len(experts), problems) == (1, [])


def test_full_row_becomes_plain_values() -> None:
    found = one(
        other_names="内大；原内蒙古大学堂;Inner Mongolia University",
        parents="内蒙古自治区教育厅",
        city="呼和浩特市",
        titles="教授",
        posts="院长、所长",
        industries="Ｃ３９８５；稀土",
        areas="创新活力；数字化升级",
        keywords="稀土永磁，电机",
        advice="包头稀土研究院；华为技术有限公司（2019-2022）",
        past="北方稀土（２０１５年—２０２０年）；包钢集团（2010-至今）",
        avoid="某某有限公司",
        phone=Decimal("13800000000"),
    )
    assert found == ExpertRow(
        *(2, "单田方", ("内蒙古大学",), ("内大",), ("内蒙古大学堂",), "Inner Mongolia University"),
        *(("内蒙古自治区教育厅",), "", "呼和浩特市", "", ("教授", "院长", "所长"), ("C3985", "稀土")),
        *(("innovation", "digital"), ("稀土永磁", "电机")),
        (Post("包头稀土研究院"), Post("华为技术有限公司", 2019, 2022)),
        (Post("北方稀土", 2015, 2020), Post("包钢集团", 2010, None)),
        *(("某某有限公司",), "13800000000", ""),
    )


@pytest.mark.parametrize(
    ("written", "post"),
    [
        ("北方稀土（2015-2020）", Post("北方稀土", 2015, 2020)),
        ("北方稀土(2015年至2020年)", Post("北方稀土", 2015, 2020)),
        ("北方稀土 2015—2020", Post("北方稀土", 2015, 2020)),
        ("北方稀土（2015年3月-2020年6月）", Post("北方稀土", 2015, 2020)),
        ("北方稀土（2015至今）", Post("北方稀土", 2015, None)),
        ("北方稀土（2020）", Post("北方稀土", 2020, 2020)),
        ("北方稀土（至2020）", Post("北方稀土", None, 2020)),
        ("包钢（集团）公司（2015-2020）", Post("包钢(集团)公司", 2015, 2020)),
    ],
)
def test_years_of_a_post_are_read_in_their_customary_forms(written: str, post: Post) -> None:
    assert one(past=written).past == (post,)


@pytest.mark.parametrize(
    ("key", "written", "code"),
    [
        ("name", None, "blank"),
        ("unit", "  ", "blank"),
        ("name", "王伟1", "not_a_name"),
        ("name", "王", "not_a_name"),
        ("areas", "财务", "unknown_area"),
        ("industries", "C39A5；39853", "bad_industry_code"),
        ("past", "北方稀土", "years_missing"),
        ("past", "（2015-2020）", "years_missing"),
        ("past", "北方稀土（2020-2015）", "years_turned"),
        ("past", "北方稀土（1015-2015）", "year_out_of_range"),
        ("phone", "1380000", None),
        ("phone", "138000", "bad_phone"),
        ("note", "长" * 501, "too_long"),
        ("keywords", "#REF!", "spreadsheet_error"),
    ],
)
def test_each_kind_of_mistake_has_its_code(key: str, written: str | None, code: str | None) -> None:
    _, problems = parsed(row(**{key: written}))
    assert [found for _, found in problems] == ([code] if code else [])


def test_all_mistakes_are_told_at_once_with_their_cells() -> None:
    experts, problems = parsed(
        row(name=None, areas="财务"), row(name="李娜"), row(name="张三", past="北方稀土", phone="12")
    )
    assert [expert.name for expert in experts] == ["李娜"]
    assert problems == [
        ("A2", "blank"),
        ("K2", "unknown_area"),
        ("N4", "years_missing"),
        ("P4", "bad_phone"),
    ]


def test_message_says_how_to_mend() -> None:
    _, problems = parse_expert_rows("专家库", [HEADER, row(past="北方稀土")])
    assert problems[0].message == "“北方稀土”没有写明年份。请写成“单位名称（2015-2020）”，仍在职写“（2015-至今）”。"


def test_duplicate_in_the_sheet_names_the_earlier_row() -> None:
    _, problems = parse_expert_rows("专家库", [HEADER, row(), row(name="单 田 方", unit="内蒙古 大学")])
    assert [(problem.cell, problem.message) for problem in problems] == [
        ("A3", "专家“单田方”（内蒙古 大学）与第2行重复，请只保留一行。")
    ]


def test_homonyms_of_different_units_are_both_kept() -> None:
    experts, problems = parsed(row(), row(unit="宁夏大学"))
    assert ([expert.units for expert in experts], problems) == ([("内蒙古大学",), ("宁夏大学",)], [])


def test_header_may_stand_below_a_title_and_be_reordered() -> None:
    rows: list[tuple[CellValue, ...]] = [("专家库", None), (None, None), ("单位", " 姓 名 "), ("内蒙古大学", "单田方")]
    experts, problems = parse_expert_rows("专家库", rows)
    assert ([(expert.row, expert.name) for expert in experts], problems) == ([(4, "单田方")], ())


@pytest.mark.parametrize(
    ("header", "code"),
    [
        (("姓名", "工作单位", "身份证号"), "personal_data_not_wanted"),
        (("姓名", "工作单位", "爱好"), "unknown_column"),
        (("姓名", "工作单位", "单位"), "column_twice"),
        (("姓名", "职称"), "missing_column"),
        (("甲", "乙"), "no_header"),
    ],
)
def test_header_mistakes_are_named(header: tuple[str, ...], code: str) -> None:
    _, problems = parse_expert_rows("专家库", [header, ("单田方", "内蒙古大学", None)])
    assert [problem.code for problem in problems] == [code]


def test_area_labels_and_unmistakable_beginnings_are_read() -> None:
    assert one(areas="主导；绿色低碳；治理和服务能力").areas == ("leading_industry", "green", "governance")
    assert one(areas="、".join(AREAS)).areas == tuple(AREAS.values())


def test_numbering_column_is_ignored() -> None:
    experts, problems = parse_expert_rows(
        "专家库", [("序号", "姓名", "工作单位"), (Decimal(1), "单田方", "内蒙古大学")]
    )
    assert (len(experts), problems) == (1, ())


def test_numbers_typed_as_numbers_come_through_a_real_workbook() -> None:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("专家")
    sheet.write_row(0, 0, ["姓名", "工作单位", "行业专长", "联系电话"])
    sheet.write_row(1, 0, ["单田方", "内蒙古大学", 3985, 13800000000])
    book.close()
    experts, problems = read_expert_table(buffer.getvalue(), "专家.xlsx")
    assert ([(e.industries, e.phone) for e in experts], problems) == ([(("3985",), "13800000000")], ())


@given(st.lists(st.lists(st.none() | st.text(max_size=12) | st.decimals(allow_nan=False), max_size=20), max_size=4))
def test_any_cells_give_experts_or_problems_never_a_crash(rows: list[list[CellValue]]) -> None:
    experts, problems = parse_expert_rows("专家库", [HEADER, *rows])
    n_filled = sum(any(value is not None and str(value).strip() for value in row) for row in rows)
    assert len(experts) + len({problem.row for problem in problems if problem.row > 1}) >= n_filled
