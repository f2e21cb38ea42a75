"""A form whose headings, rows, columns, years and ticks a person set differently: read whole, or refused by cell."""

import io
import re
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement
from docx.table import Table, _Cell

from rubrics.form import Form
from rubrics.loading import load_pack
from tests.webapp.imports.sample_answers import sample_answers
from webapp.exports.application_form import application_form_docx
from webapp.imports.application_form import import_application_form
from webapp.imports.imported_declaration import ImportedDeclaration

LEADING, INNOVATION, DIGITAL, GREEN = 1, 2, 3, 4
AVERAGE = 5
PACK = load_pack("nm-2023")
ANSWERS = sample_answers(PACK.form, 7)


def imported_after(change: Callable[[Any], None], form: Form = PACK.form) -> ImportedDeclaration:
    document = docx.Document(io.BytesIO(application_form_docx(PACK, ANSWERS)))  # type: ignore[arg-type]
    change(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return import_application_form(buffer.getvalue(), "申报表.docx", form)


def write(cell: _Cell, text: str) -> None:
    cell.text = text


def cell_at(document: Any, table: int, row: int, cell: int) -> _Cell:
    owner: Table = document.tables[table]
    return _Cell(owner.rows[row]._tr.tc_lst[cell], owner)


def headings(numbered: Callable[[int, str], str]) -> Callable[[Any], None]:
    def change(document: Any) -> None:
        titles = (line for line in document.paragraphs if re.match("[一二三四五六七八九]、", line.text))
        for number, line in enumerate(titles, start=1):
            line.text = numbered(number, line.text[2:])

    return change


def labels(numbered: Callable[[int, int, str], str]) -> Callable[[Any], None]:
    def change(document: Any) -> None:
        for at, table in enumerate(document.tables[:7], start=1):
            for number, row in enumerate(table.rows, start=1):
                label = _Cell(row._tr.tc_lst[0], table)
                if label.text.strip():
                    write(label, numbered(at, number, label.text))

    return change


def cut(table: int, row: int, words: str = "（续表）") -> Callable[[Any], None]:
    """Cut a table before a row, with words between its parts."""

    def change(document: Any) -> None:
        first = document.tables[table]._tbl
        second = deepcopy(first)
        for part in first.tr_lst[row:]:
            first.remove(part)
        for part in second.tr_lst[:row]:
            second.remove(part)
        line, run, text = OxmlElement("w:p"), OxmlElement("w:r"), OxmlElement("w:t")
        text.text = words
        run.append(text)
        line.append(run)
        first.addnext(line)
        line.addnext(second)

    return change


def newest_first(document: Any) -> None:
    for row in document.tables[LEADING].rows[:12]:
        cells = row._tr.tc_lst
        if len(cells) == 4:
            oldest, newest = cells[1], cells[3]
            row._tr.replace(newest, deepcopy(oldest))
            row._tr.replace(oldest, newest)


def newest_first_and_cut(document: Any) -> None:
    newest_first(document)
    cut(LEADING, 6)(document)


def column_of(words: Callable[[int], str], behind: int) -> Callable[[Any], None]:
    """Put another column behind a cell of the yearly rows; the average has no years."""

    def change(document: Any) -> None:
        table = document.tables[LEADING]
        for number, row in enumerate(table.rows[:12]):
            cells = row._tr.tc_lst
            if behind >= len(cells):
                continue
            cell = cells[behind]
            other = deepcopy(cell)
            write(_Cell(other, table), words(number))
            cell.addnext(other)

    return change


def years(printed: Callable[[str], str]) -> Callable[[Any], None]:
    def change(document: Any) -> None:
        for table in document.tables:
            for cell in (_Cell(tc, table) for row in table.rows for tc in row._tr.tc_lst):
                if re.fullmatch("20[0-9]{2} 年", cell.text):
                    write(cell, printed(cell.text[:4]))

    return change


WAYS: dict[str, Callable[[Any], None]] = {
    "headings of parts": headings(lambda n, title: f"第{'一二三四五六七八九'[n - 1]}部分  {title}"),
    "headings of tables": headings(lambda n, title: f"附表{n}：{title}（单位盖章）"),
    "headings in financial numerals": headings(lambda n, title: f"{'壹贰叁肆伍陆柒捌玖'[n - 1]}、{title}"),
    "headings in circles": headings(lambda n, title: f"{'①②③④⑤⑥⑦⑧⑨'[n - 1]}{title}"),
    "headings with two numbers": headings(lambda n, title: f"{n}.1 {title}"),
    "headings without numbers": headings(lambda _, title: title),
    "labels numbered": labels(lambda _, n, label: f"{n}. {label}"),
    "labels with two numbers": labels(lambda at, n, label: f"{at}.{n} {label}"),
    "labels numbered in brackets": labels(lambda _, n, label: f"（{n}）{label}"),
    "table of years cut": cut(LEADING, 6),
    "stacked years cut": cut(GREEN, 2),
    "years cut from their figures": cut(DIGITAL, 4),
    "newest year first": newest_first,
    "newest year first, table cut": newest_first_and_cut,
    "column of units": column_of(lambda n: ("单位", "亿元", *["%"] * 4)[n] if n < 6 else "家", 0),
    "column of remarks": column_of(lambda _: "备注", 3),
    "years without 年": years(lambda year: year),
    "years at their end": years(lambda year: f"{year}年末"),
    "years of two digits": years(lambda year: f"{year[2:]}年"),
    "years with months": years(lambda year: f"{year}年1-12月"),
    "years in Chinese": years(lambda year: "".join("〇一二三四五六七八九"[int(digit)] for digit in year) + "年"),
    "names before numbers": lambda document: write(
        cell_at(document, INNOVATION, 8, 2),
        f"名称：{ANSWERS['innovation.platforms_national_names']}\n数量：{ANSWERS['innovation.platforms_national']}个",
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_form_set_differently_is_read_whole(way: str) -> None:
    imported = imported_after(WAYS[way])
    assert (imported.problems, imported.fields) == ((), ANSWERS)


@pytest.mark.parametrize("behind", [0, 3])
def test_fourth_year_is_reported_and_shifts_no_figure(behind: int) -> None:
    year = "2020 年" if behind == 0 else "2024 年"
    average = str(ANSWERS["leading_industry.average_growth"])
    imported = imported_after(column_of(lambda n: year if n == 0 else average if n == AVERAGE else "1", behind))
    reported = {problem.field for problem in imported.problems}
    yearly = {field.key for field in PACK.form.in_section("leading_industry") if field.years == 3}
    assert reported == yearly
    assert imported.fields == {key: answer for key, answer in ANSWERS.items() if key not in reported}


@pytest.mark.parametrize(("figure", "raised"), [("80²", ""), ("8⑩", ""), ("80", "1")])
def test_mark_of_a_footnote_is_no_digit(figure: str, raised: str) -> None:
    def change(document: Any) -> None:
        cell = cell_at(document, 0, 5, 1)
        write(cell, figure)
        cell.paragraphs[0].add_run(raised).font.superscript = True

    assert [(problem.field, problem.code) for problem in imported_after(change).problems] == [
        ("basic.area_km2", "not_a_number")
    ]


NAMED = "basic.energy_above_benchmark"  # 是, 否, 不涉及


@pytest.mark.parametrize(
    ("written", "answer"),
    [
        ("是（√）　否（ ）　不涉及（ ）", "是"),
        ("是( )否(√)不涉及( )", "否"),
        ("是（√）否（×）不涉及（×）", "是"),
        ("是[ ] 否[ ] 不涉及[x]", "不涉及"),
        ("[X]是  [ ]否  [ ]不涉及", "是"),
        ("是□√ 否□ 不涉及□", "是"),
        ("是□ 否□ 不涉及□√", "不涉及"),
        ("●是 ○否 ○不涉及", "是"),
        ("○是 ○否 ◉不涉及", "不涉及"),
        ("▣是 □否 □不涉及", "是"),
        ("是☑  否  不涉及", "是"),
        ("是  ☑否  不涉及", "否"),
        ("□不涉及 ☑否 □是", "否"),
        ("☑否（不是重点行业）", "否"),
    ],
)
def test_tick_is_found_wherever_people_put_it(written: str, answer: str) -> None:
    imported = imported_after(lambda document: write(cell_at(document, 0, 10, 1), written))
    assert (imported.problems, imported.fields) == ((), ANSWERS | {NAMED: answer})


@pytest.mark.parametrize("written", ["是☑否", "☑是 ☒否 □不涉及"])
def test_tick_that_may_mean_either_is_reported(written: str) -> None:
    imported = imported_after(lambda document: write(cell_at(document, 0, 10, 1), written))
    assert [(problem.field, problem.code) for problem in imported.problems] == [(NAMED, "tick.unsure")]


@pytest.mark.parametrize("behind", ["（√）|（ ）", "□√|□", "☑|□", "[x]|[ ]"])
@pytest.mark.parametrize("joint", ["\n", "　"])
def test_ticks_behind_every_option_are_those_ticked(behind: str, joint: str) -> None:
    key = "leading_industry.sharing_ticks"
    ticked, empty = behind.split("|")
    options = PACK.form.field(key).options
    written = joint.join(option.label + (ticked if option.number in (1, 3) else empty) for option in options)
    imported = imported_after(lambda document: write(cell_at(document, LEADING, 16, 1), written))
    assert (imported.problems, imported.fields) == ((), ANSWERS | {key: [1, 3]})
