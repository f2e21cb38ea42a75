"""A table of declarations is read row by row; every wrong cell is named at once."""

import csv
import io

import openpyxl
import pytest

from rubrics.loading import load_pack
from rubrics.model import Pack
from tests.webapp.imports.sample_answers import sample_answers
from webapp.exports.declaration_template import declaration_workbook
from webapp.imports.declaration_table import ImportedTable, import_declaration_table
from webapp.imports.refusal import RefusedFileError


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack("nm-2023")


def named(pack: Pack, seed: int) -> dict[str, object]:
    name = f"第{seed}号特色产业集群"
    return sample_answers(pack.form, seed) | {"cover.cluster_name": name, "basic.cluster_name": name}


def edited(pack: Pack, cells: dict[str, object], n_rows: int = 2) -> ImportedTable:
    """Return the import of a filled table in which a person changed some cells in another program."""
    workbook = openpyxl.load_workbook(io.BytesIO(declaration_workbook(pack, [named(pack, n) for n in range(n_rows)])))
    for reference, value in cells.items():
        workbook.worksheets[0][reference] = value
    buffer = io.BytesIO()
    workbook.save(buffer)
    return import_declaration_table(buffer.getvalue(), "申报.xlsx", pack.form)


def column_of(pack: Pack, key: str) -> str:
    sheet = openpyxl.load_workbook(io.BytesIO(declaration_workbook(pack))).worksheets[0]
    return next(cell.column_letter for cell in sheet[4] if cell.value == key)


@pytest.mark.parametrize("region", ["nm-2023", "nx-2023"])
def test_exported_table_reads_back_equal_in_every_cell(region: str) -> None:
    pack = load_pack(region)
    declared = [named(pack, seed) for seed in range(5)]
    imported = import_declaration_table(declaration_workbook(pack, declared), "申报.xlsx", pack.form)
    assert imported.all_problems == ()
    assert [entry.fields for entry in imported.declarations] == declared


def test_table_saved_as_csv_reads_alike(pack: Pack) -> None:
    declared = [named(pack, seed) for seed in range(2)]
    sheet = openpyxl.load_workbook(io.BytesIO(declaration_workbook(pack, declared))).worksheets[0]
    buffer = io.StringIO()
    csv.writer(buffer).writerows([["" if value is None else value for value in row] for row in sheet.values])
    for encoding in ("utf-8-sig", "gb18030"):
        imported = import_declaration_table(buffer.getvalue().encode(encoding), "申报.csv", pack.form)
        assert [entry.fields for entry in imported.declarations] == declared


def test_table_without_the_hidden_keys_is_read_by_its_labels(pack: Pack) -> None:
    declared = [named(pack, seed) for seed in range(2)]
    workbook = openpyxl.load_workbook(io.BytesIO(declaration_workbook(pack, declared)))
    workbook.worksheets[0].delete_rows(4)
    buffer = io.BytesIO()
    workbook.save(buffer)
    imported = import_declaration_table(buffer.getvalue(), "申报.xlsx", pack.form)
    assert [entry.fields for entry in imported.declarations] == declared


def test_every_wrong_cell_is_named_at_once(pack: Pack) -> None:
    area, cloud = column_of(pack, "basic.area_km2"), column_of(pack, "digital.cloud_share")
    output = column_of(pack, "leading_industry.total_output[1]")
    imported = edited(pack, {f"{area}5": "约80", f"{cloud}6": "101", f"{output}6": "22.125"})
    found = [
        (problem.sheet, problem.row, problem.cell, problem.field, problem.code) for problem in imported.all_problems
    ]
    assert found == [
        ("申报数据", 5, f"{area}5", "basic.area_km2", "not_a_number"),
        ("申报数据", 6, f"{output}6", "leading_industry.total_output", "too_many_decimals"),
        ("申报数据", 6, f"{cloud}6", "digital.cloud_share", "share_out_of_range"),
    ]
    assert imported.all_problems[0].message == "“集群占地面积（平方公里）”的“约80”不是数字。"


def test_numbers_typed_as_numbers_and_full_width_are_read(pack: Pack) -> None:
    area, cloud = column_of(pack, "basic.area_km2"), column_of(pack, "digital.cloud_share")
    imported = edited(pack, {f"{area}5": 80.5, f"{area}6": "１，０８０．５０平方公里", f"{cloud}5": "36.5%"})
    assert imported.all_problems == ()
    assert [entry.fields["basic.area_km2"] for entry in imported.declarations] == ["80.5", "1080.50"]
    assert imported.declarations[0].fields["digital.cloud_share"] == "36.5"


def test_none_and_blank_stay_two_different_answers(pack: Pack) -> None:
    champions = column_of(pack, "leading_industry.champions[0]")
    imported = edited(pack, {f"{champions}5": "无", f"{champions}6": None})
    cells = [entry.fields["leading_industry.champions"][0] for entry in imported.declarations]
    assert cells == ["无", None]


@pytest.mark.parametrize(
    "written",
    [
        "1、3",
        "1,3",
        "余热余压集中回收\n工业废弃物分类分级利用",
        "☑余热余压集中回收\n□水资源梯级循环利用\n☑工业废弃物分类分级利用",
    ],
)
def test_ticks_are_read_as_numbers_or_words(pack: Pack, written: str) -> None:
    imported = edited(pack, {f"{column_of(pack, 'green.resource_ticks')}5": written})
    assert imported.declarations[0].fields["green.resource_ticks"] == [1, 3]


def test_same_cluster_twice_is_named_with_both_rows(pack: Pack) -> None:
    imported = edited(pack, {f"{column_of(pack, 'basic.cluster_name')}6": "第0号 特色产业集群"})
    assert [(problem.code, problem.row, problem.message) for problem in imported.problems] == [
        ("table.duplicate", 6, "集群“第0号 特色产业集群”与第 5 行重复。请只保留一行。")
    ]


def test_missing_column_is_named_by_its_label(pack: Pack) -> None:
    imported = edited(pack, {f"{column_of(pack, 'basic.area_km2')}4": None})
    assert [(problem.field, problem.code) for problem in imported.problems] == [
        ("basic.area_km2", "table.column_missing")
    ]
    assert "basic.area_km2" not in imported.declarations[0].fields


def test_formula_error_is_named_not_read_as_blank(pack: Pack) -> None:
    imported = edited(pack, {f"{column_of(pack, 'basic.area_km2')}5": "#DIV/0!"})
    assert [problem.code for problem in imported.all_problems] == ["table.formula_error"]


def test_empty_template_says_where_to_fill(pack: Pack) -> None:
    with pytest.raises(RefusedFileError) as caught:
        import_declaration_table(declaration_workbook(pack), "模板.xlsx", pack.form)
    assert caught.value.code == "table.no_rows"


def test_other_table_is_refused_with_the_template_named(pack: Pack) -> None:
    with pytest.raises(RefusedFileError) as caught:
        import_declaration_table("姓名,单位\n张三,某大学\n".encode(), "专家.csv", pack.form)
    assert caught.value.code == "table.not_the_template"


def test_progress_is_told_row_by_row(pack: Pack) -> None:
    told: list[tuple[int, int]] = []
    declared = [named(pack, seed) for seed in range(3)]
    import_declaration_table(
        declaration_workbook(pack, declared), "申报.xlsx", pack.form, lambda done, of: told.append((done, of))
    )
    assert told == [(1, 3), (2, 3), (3, 3)]
