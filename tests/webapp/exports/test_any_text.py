from __future__ import annotations

from io import BytesIO

import docx
import openpyxl
from docx.oxml.ns import qn
from hypothesis import example, given, settings
from hypothesis import strategies as st

from webapp.exports.document import Box, Boxes, Column, Document, Facts, Paragraph, Table
from webapp.exports.figures import legible
from webapp.exports.pdf import MissingGlyphError
from webapp.exports.rendering import render

from .reading import pdf_pages, squeezed
from .specimens import IMPRINT

ANY_TEXT = st.text(max_size=200)
CHINESE = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), max_size=60)


def holding(text: str) -> Document:
    """A document with the text in every kind of place."""
    columns = (Column("序号", 12), Column("文字", 60, "left"))
    blocks = (Table(columns, ((1, text),)), Facts((("文字", text),)), Boxes((Box("文字", text),)), Paragraph(text))
    return Document("书", blocks, IMPRINT, layout="portrait")


def printed_or_refused(document: Document) -> bytes | MissingGlyphError:
    """The PDF, or the refusal to print a character no font has."""
    try:
        return render(document, "pdf")
    except MissingGlyphError as refusal:
        return refusal


@settings(max_examples=40)
@given(ANY_TEXT)
@example("_x0041_ _x000D_")
@example("a\x00b\ud800c\u202ed\ufffee")
@example("<w:t>&amp;</w:t>")
def test_a_workbook_gives_any_text_back_unchanged(text: str) -> None:
    sheet = openpyxl.load_workbook(BytesIO(render(holding(text), "xlsx"))).active
    assert sheet is not None
    values = [cell.value for row in sheet.iter_rows() for cell in row]
    assert values.count(legible(text) or None) >= 4


@settings(max_examples=40)
@given(ANY_TEXT)
@example("a\x00b\ud800c\u202ed\ufffee")
@example("<w:t>&amp;</w:t>")
def test_a_word_file_gives_any_text_back_unchanged(text: str) -> None:
    body = docx.Document(BytesIO(render(holding(text), "docx"))).element.body
    whole = "\n".join("".join(part.text or "" for part in line.iter(qn("w:t"))) for line in body.iter(qn("w:p")))
    assert whole.count(legible(text).replace("\n", "")) >= (2 if text else 0)


@settings(max_examples=40)
@given(CHINESE)
def test_a_pdf_prints_every_chinese_text_in_the_standard(text: str) -> None:
    pages = squeezed("".join(pdf_pages(render(holding(text), "pdf"))))
    assert pages.count(text) >= (4 if text else 0)


@settings(max_examples=40)
@given(ANY_TEXT)
@example("\tŔ")
@example("#let x = 1\n*b* `c` $d$ \\ // e /* f */ [g] <h> @i ~ -- ---")
def test_a_pdf_prints_any_text_or_names_what_it_cannot(text: str) -> None:
    outcome = printed_or_refused(holding(text))
    if isinstance(outcome, MissingGlyphError):
        assert outcome.text in legible(text)
    else:
        assert outcome.startswith(b"%PDF-")
