"""The application form as .docx, blank or filled, in the shape in which it is printed."""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from rubrics.answers import Answer
from rubrics.form import Field, Form, Section
from rubrics.model import Pack
from webapp.exports.form_answers import FormAnswers
from webapp.exports.form_frame import Frame, blocks_of, load_frame
from webapp.exports.form_rows import PRINTERS, WIDTHS
from webapp.exports.word_markup import HEAD_FONT, TITLE_FONT, Style, paragraph, table

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TITLE = Style(size=26, font=TITLE_FONT, align="center", after=200)
COVER_LINE = Style(size=16, before=260)
NOTES_TITLE = Style(size=18, font=HEAD_FONT, align="center", after=200)
NOTE = Style(size=14, indent=560, after=60)
SECTION_TITLE = Style(size=14, font=HEAD_FONT, before=200, after=120, keep=True)
PAGE_BREAK = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
TEMPLATE_DATES = ("}created", "}modified")  # those of the library's own template
BLANK = "　" * 6
PAGE_NUMBER = (
    '<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:t xml:space="preserve">— </w:t></w:r>'
    '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    '<w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p>'
)


def application_form_docx(pack: Pack, answers: Mapping[str, Answer]) -> bytes:
    """Return the form of a region as .docx; without answers it is the blank form to fill in Word or WPS."""
    import docx
    from docx.oxml.parser import parse_xml

    document = docx.Document()
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.page_width, section.page_height = docx.shared.Mm(210), docx.shared.Mm(297)
    section.top_margin, section.bottom_margin = docx.shared.Mm(30), docx.shared.Mm(28)
    section.left_margin, section.right_margin = docx.shared.Mm(28), docx.shared.Mm(26)
    footer = section.footer.paragraphs[0]._p
    footer.getparent().replace(footer, parse_xml(_namespaced(PAGE_NUMBER)))
    pages = "".join(_pages(pack, FormAnswers(answers, _years_field(pack.form))))
    body = document.element.body
    for element in parse_xml(_namespaced(f"<w:body>{pages}</w:body>")):
        body.insert_element_before(element, "w:sectPr")
    properties = document.core_properties
    properties.title, properties.author, properties.comments = load_frame().title, "", ""
    for element in [child for child in properties._element if child.tag.endswith(TEMPLATE_DATES)]:
        properties._element.remove(element)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _namespaced(markup: str) -> str:
    """Give the outermost element of a piece of markup its namespace."""
    end = markup.index(">")
    return f'{markup[:end]} xmlns:w="{WORD}"{markup[end:]}'


def _years_field(form: Form) -> Field | None:
    return next((entry for entry in form.fields if entry.kind == "years"), None)


def _pages(pack: Pack, answers: FormAnswers) -> Iterator[str]:
    """The cover, the rules for filling, then one table for each printed section."""
    frame = load_frame()
    yield from _cover(pack, frame, answers)
    yield paragraph(frame.notes_title, NOTES_TITLE)
    for note in pack.form.notes:
        yield paragraph(f"{note.number}. {note.text}", NOTE)
    yield PAGE_BREAK
    on_cover = {part for line in frame.cover for part in line}
    for section in pack.form.sections:
        entries = [entry for entry in pack.form.in_section(section.key) if entry.kind != "years"]
        if entries and not {entry.key for entry in entries} <= on_cover:
            yield from _section(pack.form, section, frame, answers)
    yield paragraph("")


def _cover(pack: Pack, frame: Frame, answers: FormAnswers) -> Iterator[str]:
    yield from (paragraph("") for _ in range(4))
    yield paragraph(pack.region, TITLE)
    yield paragraph(frame.title, TITLE)
    yield from (paragraph("") for _ in range(6))
    for line in frame.cover:
        entries = [pack.form.by_key[key] for key in line if key in pack.form.by_key]
        if entries:
            yield paragraph(_cover_line(entries, answers), COVER_LINE)
    yield PAGE_BREAK


def _cover_line(entries: Sequence[Field], answers: FormAnswers) -> str:
    """“集群名称：…”, “所属地区：… 盟市 … 旗县（市、区）”, “联系人及联系电话：… …”."""
    written = [answers.text(entry) or BLANK for entry in entries]
    head, colon, _ = entries[0].label.partition("：")
    if colon:
        tails = [entry.label.partition("：")[2] for entry in entries]
        return f"{head}：" + "\t".join(f"{text}\t{tail}" for text, tail in zip(written, tails, strict=True))
    return f"{'及'.join(entry.label for entry in entries)}：" + "\t".join(written)


def _section(form: Form, section: Section, frame: Frame, answers: FormAnswers) -> Iterator[str]:
    yield paragraph(section.title, SECTION_TITLE)
    rows: list[str] = []
    for block, entries in blocks_of(form, section, frame):
        limited = replace(block, text=block.text or str(section.max_chars or ""))
        rows += PRINTERS[block.kind](limited if block.kind == "plan" else block, entries, answers)
    yield table(rows, WIDTHS)
