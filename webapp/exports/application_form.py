"""The application form as .docx, blank or filled, in the shape in which it is printed."""

import io
from collections.abc import Iterator, Mapping
from dataclasses import replace

from rubrics.answers import Answer
from rubrics.form import Form, Section
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
PAGE = (
    '<w:sectPr><w:footerReference w:type="default" r:id="{footer}"/><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="2098" w:right="1474" w:bottom="1985" w:left="1588" w:header="851" w:footer="1400" w:gutter="0"/>'
    "<w:titlePg/></w:sectPr>"
)


def application_form_docx(pack: Pack, answers: Mapping[str, Answer]) -> bytes:
    """Return the form of a region as .docx; without answers it is the blank form to fill in Word or WPS."""
    import docx
    from docx.oxml.parser import parse_xml

    document = docx.Document()
    footer = document.sections[0].footer
    footer.is_linked_to_previous = False
    footer.paragraphs[0]._p.getparent().replace(footer.paragraphs[0]._p, parse_xml(_namespaced(_page_number())))
    reference = document.sections[0]._sectPr.footerReference_lst[0].rId
    body = "".join((*_pages(pack, FormAnswers(answers, _years_field(pack.form))), PAGE.format(footer=reference)))
    element = document.element
    element.replace(element.body, parse_xml(_namespaced(f"<w:body>{body}</w:body>")))
    document.core_properties.title = "".join(load_frame().title[1:])
    document.core_properties.author = ""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
