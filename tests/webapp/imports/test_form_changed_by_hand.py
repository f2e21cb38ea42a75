"""The product's own form after a person's hands in Word or WPS: every cell and tick is still there."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from copy import deepcopy

import pytest
from lxml import etree

from rubrics.loading import load_pack
from tests.webapp.imports.office_files import WORD
from tests.webapp.imports.sample_answers import sample_answers
from webapp.exports.application_form import application_form_docx
from webapp.imports.application_form import import_application_form

Element = etree._Element
BODY = "word/document.xml"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def w(tag: str) -> str:
    return f"{{{WORD}}}{tag}"


def markup(words: str) -> Element:
    return etree.fromstring(f'<w:x xmlns:w="{WORD}">{words}</w:x>')[0]


def text_of(run: Element) -> Element | None:
    return run.find(w("t"))


def figures(root: Element) -> Iterator[Element]:
    """Yield the text elements that hold nothing but a figure."""
    return (text for text in root.iter(w("t")) if re.fullmatch(r"[0-9.]+", text.text or ""))


def with_boxes(drawn: Callable[[bool], str]) -> Callable[[Element], None]:
    """Return a change that draws every box in its own runs."""

    def change(root: Element) -> None:
        for run in list(root.iter(w("r"))):
            text = text_of(run)
            if text is not None and re.search("[☑□]", text.text or ""):
                _redraw(run, str(text.text), drawn)

    return change


def _redraw(run: Element, text: str, drawn: Callable[[bool], str]) -> None:
    parent = run.getparent()
    assert parent is not None
    pieces: list[Element] = []
    for piece in filter(None, re.split("([☑□])", text)):
        if piece in "☑□":
            pieces += list(markup(f"<w:p>{drawn(piece == '☑')}</w:p>"))
            continue
        other = deepcopy(run)
        words = text_of(other)
        assert words is not None
        words.text = piece
        words.set(SPACE, "preserve")
        pieces.append(other)
    at = parent.index(run)
    parent[at : at + 1] = pieces


def circled(is_ticked: bool) -> str:
    """带圈字符 of Word and WPS: a field whose words lie in several runs and that shows no result."""
    mark = "√" if is_ticked else " "
    words = (" eq \\o\\ac(", "□", f",{mark})")
    runs = "".join(f"<w:r><w:instrText>{part}</w:instrText></w:r>" for part in words)
    mark_run = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return mark_run.format("begin") + runs + mark_run.format("end")


def replaced_under_tracking(is_ticked: bool) -> str:
    if not is_ticked:
        return "<w:r><w:t>□</w:t></w:r>"
    symbol = '<w:sym w:font="Wingdings 2" w:char="0052"/>'
    return f"<w:del><w:r><w:delText>□</w:delText></w:r></w:del><w:ins><w:r>{symbol}</w:r></w:ins>"


def letter(word: str) -> Callable[[bool], str]:
    return lambda is_ticked: f"<w:r><w:t>{word if is_ticked else '□'}</w:t></w:r>"


def framed_mark(is_ticked: bool) -> str:
    frame = '<w:rPr><w:bdr w:val="single"/></w:rPr>' if is_ticked else ""
    return f"<w:r>{frame}<w:t>{'√' if is_ticked else '□'}</w:t></w:r>"


def invisible(character: str) -> Callable[[Element], None]:
    def change(root: Element) -> None:
        for text in figures(root):
            text.text = str(text.text)[:1] + character + str(text.text)[1:]

    return change


def in_symbol_font(root: Element) -> None:
    for text in list(figures(root)):
        run = text.getparent()
        assert run is not None
        run.insert(0, markup('<w:rPr><w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/></w:rPr>'))


def rows_doubled_empty(root: Element) -> None:
    for row in list(root.iter(w("tr")))[::4]:
        empty = deepcopy(row)
        for text in list(empty.iter(w("t"))):
            text.text = ""
        row.addnext(empty)


def tables_framed(root: Element) -> None:
    """Every table stands in the one cell of another, as a frame drawn around it."""
    for table in [child for child in root[0] if child.tag == w("tbl")]:
        frame = markup("<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>")
        table.addprevious(frame)
        cell = next(frame.iter(w("tc")))
        cell.insert(0, table)


def tables_cut_in_half(root: Element) -> None:
    for table in [child for child in root[0] if child.tag == w("tbl")]:
        rows = table.findall(w("tr"))
        other = deepcopy(table)
        for row in other.findall(w("tr"))[: len(rows) // 2]:
            other.remove(row)
        for row in rows[len(rows) // 2 :]:
            table.remove(row)
        table.addnext(other)
        table.addnext(markup("<w:p/>"))


def runs_split(root: Element) -> None:
    for run in list(root.iter(w("r"))):
        text = text_of(run)
        if text is None or len(text.text or "") < 2 or run[-1] is not text or len(run) > 2:
            continue
        words, other = str(text.text), deepcopy(run)
        text.text, rest = words[:1], text_of(other)
        assert rest is not None
        rest.text = words[1:]
        for half in (text, rest):
            half.set(SPACE, "preserve")
        run.addnext(other)
        run.addnext(markup("<w:bookmarkStart/>"))


CHANGES: dict[str, Callable[[Element], None]] = {
    "circled characters": with_boxes(circled),
    "boxes replaced under tracking": with_boxes(replaced_under_tracking),
    "letter V for want of a tick": with_boxes(letter("V")),
    "full-width V": with_boxes(letter("Ｖ")),
    "check mark with its font lost": with_boxes(letter("ü")),
    "mark in a character frame": with_boxes(framed_mark),
    "soft hyphens in figures": invisible("\u00ad"),
    "spaces of no width in figures": invisible("\u200b"),
    "figures in the font Symbol": in_symbol_font,
    "empty rows between": rows_doubled_empty,
    "tables in a frame": tables_framed,
    "tables cut in half": tables_cut_in_half,
    "runs split with bookmarks between": runs_split,
}


@pytest.mark.parametrize("way", CHANGES)
def test_form_changed_by_hand_keeps_all_158_cells(way: str) -> None:
    pack = load_pack("nm-2023")
    answers = sample_answers(pack.form, 5)
    with zipfile.ZipFile(io.BytesIO(application_form_docx(pack, answers))) as archive:  # type: ignore[arg-type]
        parts = {name: archive.read(name) for name in archive.namelist()}
    root = etree.fromstring(parts[BODY])
    CHANGES[way](root)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in (parts | {BODY: etree.tostring(root, encoding="UTF-8", xml_declaration=True)}).items():
            archive.writestr(name, part)

    imported = import_application_form(buffer.getvalue(), "申报表.docx", pack.form)

    assert imported.fields == answers
    assert imported.problems == ()
    assert sum(field.years for field in pack.form.fields) == 158
