from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import docx
import openpyxl
import pypdfium2
import pytest

from webapp.exports.check_code import check_code
from webapp.exports.paper import PAPERS, paper_of
from webapp.exports.rendering import KINDS, Kind, file_name, render, render_together

from .reading import pdf_pages, said, sheet_texts, squeezed, word_texts
from .specimens import SPECIMENS as OF_A_ROUND
from .specimens_after_recognition import SPECIMENS_AFTER_RECOGNITION

SPECIMENS = {**OF_A_ROUND, **SPECIMENS_AFTER_RECOGNITION}

EVERY = pytest.mark.parametrize("name", SPECIMENS)
POINTS_PER_MILLIMETRE = 72 / 25.4
RENDERED: dict[tuple[str, Kind], bytes] = {}


def rendered(name: str, kind: Kind) -> bytes:
    if (name, kind) not in RENDERED:
        RENDERED[name, kind] = render(SPECIMENS[name], kind)
    return RENDERED[name, kind]


@EVERY
def test_workbook_says_every_text_and_figure_digit_for_digit(name: str) -> None:
    shown = {squeezed(text) for text in sheet_texts(rendered(name, "xlsx"))}
    whole = "".join(shown)
    assert [text for text in said(SPECIMENS[name]) if text not in shown and text not in whole] == []


@EVERY
def test_word_file_says_every_text_and_figure_digit_for_digit(name: str) -> None:
    shown = {squeezed(text) for text in word_texts(rendered(name, "docx"))}
    whole = "".join(shown)
    assert [text for text in said(SPECIMENS[name]) if text not in shown and text not in whole] == []


@EVERY
def test_pdf_says_every_text_and_figure_digit_for_digit(name: str) -> None:
    shown = squeezed("".join(pdf_pages(rendered(name, "pdf"))))
    assert [text for text in said(SPECIMENS[name]) if text not in shown] == []


@EVERY
def test_no_letter_of_the_pdf_leaves_the_text_area(name: str) -> None:
    paper = paper_of(SPECIMENS[name])
    left = paper.left * POINTS_PER_MILLIMETRE - 1
    right = (paper.left + paper.width) * POINTS_PER_MILLIMETRE + 1
    file = pypdfium2.PdfDocument(rendered(name, "pdf"))
    edges = []
    for page in file:
        text = page.get_textpage()
        edges += [text.get_charbox(position) for position in range(text.count_chars())]
    file.close()
    boxes = [box for box in edges if box[2] > box[0]]
    assert min(box[0] for box in boxes) >= left
    assert max(box[2] for box in boxes) <= right


@EVERY
def test_every_kind_carries_the_check_code_and_version(name: str) -> None:
    code = check_code(SPECIMENS[name])
    book = openpyxl.load_workbook(BytesIO(rendered(name, "xlsx")))
    assert code in (book.worksheets[0].oddFooter.left.text or "")
    assert all(code in page for page in pdf_pages(rendered(name, "pdf")))
    assert all("第3版a1b2c3" in squeezed(page) for page in pdf_pages(rendered(name, "pdf")))


@EVERY
@pytest.mark.parametrize("kind", KINDS)
def test_the_same_document_gives_the_same_bytes(name: str, kind: Kind) -> None:
    assert render(SPECIMENS[name], kind) == rendered(name, kind)


def test_letters_for_the_public_name_no_operator() -> None:
    for name in ("publicity_text", "correction_notice"):
        assert "李𬎆" not in "".join(pdf_pages(rendered(name, "pdf")))
    assert "操作人：李𬎆" in "".join(pdf_pages(rendered("ranked_list", "pdf")))


def test_several_documents_fill_one_file_with_own_page_numbers() -> None:
    together = [SPECIMENS["publicity_text"], SPECIMENS["publicity_list"]]
    pages = pdf_pages(render_together(together, "pdf"))
    book = openpyxl.load_workbook(BytesIO(render_together(together, "xlsx")))
    assert book.sheetnames == ["公示", "拟认定名单"]
    assert "第1页共2页" in squeezed(pages[-2])
    assert "第2页共2页" in squeezed(pages[-1])


@pytest.mark.parametrize("name", ["ranked_list", "publicity_text", "change_table"])
def test_a_mark_stands_at_the_head_of_every_page(name: str) -> None:
    document = replace(SPECIMENS[name], mark="内部资料&注意保存")
    assert all(page.count("内部资料&注意保存") == 2 for page in pdf_pages(render(document, "pdf")))
    book = openpyxl.load_workbook(BytesIO(render(document, "xlsx")))
    assert book.worksheets[0].oddHeader.right.text == "内部资料&&注意保存"
    section = docx.Document(BytesIO(render(document, "docx"))).sections[0]
    heads = (section.header, section.even_page_header)
    assert [head.paragraphs[0].text for head in heads] == ["内部资料&注意保存"] * 2
    assert check_code(document) == check_code(SPECIMENS[name])


def test_nobody_signs_a_page_without_text() -> None:
    pages = [squeezed(page) for page in pdf_pages(rendered("panel_opinion", "pdf"))]
    assert [("评审结论" in page, "专家组签字" in page) for page in pages] == [(False, False), (True, True)]
    body = docx.Document(BytesIO(rendered("panel_opinion", "docx"))).tables[-1]
    kept = [[line.paragraph_format.keep_with_next for line in row.cells[0].paragraphs] for row in body.rows]
    assert kept[-2:] == [[True], [None]]


def test_file_names_suit_every_file_system() -> None:
    assert file_name(SPECIMENS["ranked_list"], "pdf") == "2026年度内蒙古自治区中小企业特色产业集群评审结果排序表.pdf"
    assert file_name(replace(SPECIMENS["ranked_list"], title='甲/乙:"丙"\n?'), "xlsx") == "甲乙丙.xlsx"
    assert file_name(replace(SPECIMENS["ranked_list"], title="..."), "docx") == "文件.docx"


def test_official_sheet_keeps_the_measures_of_the_standard() -> None:
    # GB/T 9704-2012: 210 - 28 - 26 = 156 mm of text, 297 - 37 - 35 = 225 mm, 22 lines of 28.95 pt = 224.7 mm
    official = PAPERS["official"]
    assert (official.top, official.bottom, official.left, official.right) == (37, 35, 28, 26)
    assert official.width == 156
    assert official.body_size == 16
