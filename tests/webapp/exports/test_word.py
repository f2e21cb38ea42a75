from __future__ import annotations

import zipfile
from io import BytesIO

import docx
from docx.oxml.ns import qn
from docx.shared import Mm

from webapp.exports.rendering import render, render_together

from .specimens import SPECIMENS


def opened(name: str) -> docx.document.Document:
    return docx.Document(BytesIO(render(SPECIMENS[name], "docx")))


def faces(name: str) -> set[str]:
    return {fonts.get(qn("w:eastAsia")) for fonts in opened(name).element.body.iter(qn("w:rFonts"))}


def test_letters_name_the_faces_of_official_documents() -> None:
    assert faces("publicity_text") == {"方正小标宋简体", "仿宋_GB2312"}
    assert faces("ranked_list") == {"方正小标宋简体", "仿宋_GB2312", "黑体"}
    assert faces("recusal_undertaking") == {"方正小标宋简体", "仿宋_GB2312", "黑体"}


def test_letters_keep_the_edges_and_line_pitch_of_the_standard() -> None:
    file = opened("publicity_text")
    section = file.sections[0]
    edges = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(edge / Mm(1), 1) for edge in edges if edge is not None] == [37, 35, 28, 26]
    body = next(paragraph for paragraph in file.paragraphs if "公示时间" in paragraph.text)
    spacing, indent = body._p.pPr.find(qn("w:spacing")), body._p.pPr.find(qn("w:ind"))
    # 28.95 pt in twentieths of a point: 579; two characters: 200 hundredths
    assert (spacing.get(qn("w:line")), spacing.get(qn("w:lineRule"))) == ("579", "exact")
    assert indent.get(qn("w:firstLineChars")) == "200"


def test_an_annex_that_runs_over_stands_under_its_first_letter() -> None:
    file = opened("publicity_text")
    annex = next(one for one in file.paragraphs if one.text.startswith("附件："))
    indents = annex._p.pPr.find(qn("w:ind"))
    assert (indents.get(qn("w:leftChars")), indents.get(qn("w:hangingChars"))) == ("500", "300")
    assert annex.paragraph_format.space_before == annex.paragraph_format.line_spacing


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages() -> None:
    file = opened("publicity_text")
    section = file.sections[0]
    assert file.settings.odd_and_even_pages_header_footer
    feet = [section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]]
    assert [foot._p.pPr.find(qn("w:jc")).get(qn("w:val")) for foot in feet] == ["right", "left"]
    assert ["".join(text.text or "" for text in foot._p.iter(qn("w:t"))) for foot in feet] == ["— 1 —　", "　— 1 —"]


def test_heading_rows_repeat_and_rows_stay_whole() -> None:
    table = opened("ranked_list").tables[0]._tbl
    rows = table.findall(qn("w:tr"))
    heads = [row for row in rows if row.find(qn("w:trPr")).find(qn("w:tblHeader")) is not None]
    assert len(heads) == 2
    assert heads == rows[:2]
    assert all(row.find(qn("w:trPr")).find(qn("w:cantSplit")) is not None for row in rows)


def test_each_document_is_a_section_numbered_from_one() -> None:
    together = [SPECIMENS["publicity_text"], SPECIMENS["ranked_list"]]
    file = docx.Document(BytesIO(render_together(together, "docx")))
    starts = [section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) for section in file.sections]
    assert starts == ["1", "1"]
    assert [round((section.page_width or 0) / Mm(1)) for section in file.sections] == [210, 297]


def test_the_archive_carries_no_time_of_its_own() -> None:
    with zipfile.ZipFile(BytesIO(render(SPECIMENS["onsite_sheet"], "docx"))) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
