"""Page feet of a Word file: dashed page numbers, odd right and even left, and the imprint."""

from __future__ import annotations

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from webapp.exports.document import Align, Document
from webapp.exports.faces import FOOT
from webapp.exports.imprint import imprint_line
from webapp.exports.word_text import Type, element, paragraph, run_properties

NUMBER_SIZE, IMPRINT_SIZE = 14, 8


def write_foot(section: Any, document: Document) -> None:
    """Write both feet of a section and start its pages at 1."""
    _restart(section)
    section.footer.is_linked_to_previous = False
    section.even_page_footer.is_linked_to_previous = False
    _fill(section.footer._element, "right", document)
    _fill(section.even_page_footer._element, "left", document)


def _restart(section: Any) -> None:
    properties = section._sectPr
    for numbering in properties.findall(qn("w:pgNumType")):
        properties.remove(numbering)
    following = [qn(f"w:{tag}") for tag in ("cols", "formProt", "vAlign", "noEndnote", "titlePg", "docGrid")]
    place = next((position for position, child in enumerate(properties) if child.tag in following), len(properties))
    properties.insert(place, element("pgNumType", start=1))


def _fill(foot: Any, side: Align, document: Document) -> None:
    for old in list(foot):
        foot.remove(old)
    foot.append(_page_number(side))
    foot.append(paragraph(imprint_line(document), Type(FOOT, IMPRINT_SIZE, align="centre")))


def _page_number(side: Align) -> Any:
    """— 1 — with one blank to the edge of the text."""
    shape = Type(FOOT, NUMBER_SIZE, align=side)
    line = paragraph("　— " if side == "left" else "— ", shape)
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    run = element("r")
    run.append(run_properties(shape))
    number = OxmlElement("w:t")
    number.text = "1"
    run.append(number)
    field.append(run)
    line.append(field)
    closing = paragraph(" —　" if side == "right" else " —", shape)
    line.append(closing.find(qn("w:r")))
    return line
