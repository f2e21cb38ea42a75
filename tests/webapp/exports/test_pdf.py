from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from webapp.exports.document import Column, Document, Table
from webapp.exports.pdf import BUNDLED_FONTS, MissingGlyphError
from webapp.exports.rendering import render
from webapp.exports.score_sheet import score_sheet

from .reading import pdf_pages, squeezed
from .specimens import IMPRINT, SPECIMENS, a_score_sheet

RARE_NAMES = "㙓㒪䲝䶮𬎆㛃𠅤𣲗𬭎𫖯𪣻犇堃镕頔龑喆昇玥翀"


def names(text: str) -> Document:
    return Document("名册", (Table((Column("姓名", 60), Column("备注", 20)), ((text, None),)),), IMPRINT)


def test_rare_characters_in_names_are_printed() -> None:
    assert RARE_NAMES in squeezed(pdf_pages(render(names(RARE_NAMES), "pdf"))[0])


def test_rare_characters_are_printed_in_bold_titles_too() -> None:
    document = replace(names("甲"), title=f"{RARE_NAMES}评审表")
    assert RARE_NAMES in squeezed(pdf_pages(render(document, "pdf"))[0])


def test_ticked_and_empty_boxes_are_printed() -> None:
    assert "☑是□否" in squeezed(pdf_pages(render(names("☑是　□否"), "pdf"))[0])


def test_a_character_no_font_has_is_refused_by_name() -> None:
    with pytest.raises(MissingGlyphError) as refusal:
        render(names("张\U0001f98a三"), "pdf")
    assert refusal.value.text == "\U0001f98a"


def test_a_private_character_is_refused_by_name() -> None:
    with pytest.raises(MissingGlyphError) as refusal:
        render(names("\ue863"), "pdf")
    assert refusal.value.text == "\ue863"


def test_headings_are_repeated_on_every_page() -> None:
    pages = [squeezed(page) for page in pdf_pages(render(SPECIMENS["ranked_list"], "pdf"))]
    assert len(pages) >= 2
    assert all("集群名称" in page for page in pages if "NM2026" in page)


def test_text_is_never_read_as_markup() -> None:
    text = '#import "x" $a$ *b* _c_ = d <e> @f \\ `g`'
    assert squeezed(text) in squeezed(pdf_pages(render(names(text), "pdf"))[0])


def test_fonts_of_the_administrator_come_before_the_bundled(tmp_path: Path) -> None:
    for font in BUNDLED_FONTS.glob("*.otf"):
        (tmp_path / font.name).symlink_to(font)
    assert squeezed(pdf_pages(render(names("甲"), "pdf", (tmp_path,)))[0]).startswith("名册")


def test_a_row_taller_than_a_page_goes_on_over_the_next() -> None:
    sheet = a_score_sheet()
    first, *others = sheet.scores
    reasoned = replace(sheet, scores=(replace(first, reason="创新平台数量与佐证不符，" * 120), *others))
    content = render(score_sheet(reasoned), "pdf")
    file = pypdfium2.PdfDocument(content)
    texts = [page.get_textpage() for page in file]
    bottoms = [text.get_charbox(position)[1] for text in texts for position in range(text.count_chars())]
    file.close()
    # the foot stands 20 mm - 5 mm above the edge of the sheet; nothing is printed below 8 mm = 22.7 pt
    assert min(bottoms) > 22.7
    assert squeezed("".join(pdf_pages(content))).count("佐证") >= 120


def test_bundled_fonts_stay_within_their_budget() -> None:
    sizes = {font.name: font.stat().st_size for font in BUNDLED_FONTS.glob("*.otf")}
    assert sizes["ZeyouSong-Regular.otf"] <= 11_000_000
    assert sizes["ZeyouSong-Bold.otf"] <= 3_000_000
    assert (BUNDLED_FONTS / "OFL.txt").read_text(encoding="utf-8").count("SIL OPEN FONT LICENSE") == 1
