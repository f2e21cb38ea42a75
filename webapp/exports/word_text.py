"""Paragraphs and runs of a Word file, with the East Asian face that python-docx leaves out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from webapp.exports.document import Align
from webapp.exports.faces import BODY, LATIN
from webapp.exports.figures import legible
from webapp.exports.paper import Paper

TWENTIETHS = 20
JUSTIFICATION = {"left": "left", "centre": "center", "right": "right", "both": "both"}


@dataclass(frozen=True, slots=True)
class Type:
    """How a paragraph is set; sizes and pitch in points, indents in characters."""

    face: str = BODY
    size: float = 10.5
    bold: bool = False
    align: Align | str = "left"
    pitch: float = 0
    first_line: int = 0
    later_lines: int = 0
    right: float = 0
    before: float = 0
    after: float = 0
    is_kept: bool = False
    underlined_tail: int = 0


def element(tag: str, **attributes: str | int | float) -> Any:
    """An element of WordprocessingML with attributes of the same name space."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def paragraph(text: str, shape: Type) -> Any:
    """A paragraph of one run; line feeds become line breaks."""
    made = element("p")
    made.append(_paragraph_properties(shape))
    run = element("r")
    run.append(run_properties(shape))
    for position, line in enumerate(legible(text).split("\n")):
        if position:
            run.append(element("br"))
        run.append(_written(line))
    made.append(run)
    if shape.underlined_tail:
        made.append(_underlined(shape))
    return made


def _written(text: str) -> Any:
    written = OxmlElement("w:t")
    written.text = text
    written.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return written


def _underlined(shape: Type) -> Any:
    """Blanks with a line below them, to sign on."""
    run, properties = element("r"), run_properties(shape)
    properties.append(element("u", val="single"))
    run.append(properties)
    run.append(_written("　" * shape.underlined_tail))
    return run


def _paragraph_properties(shape: Type) -> Any:
    properties = element("pPr")
    if shape.is_kept:
        properties.append(element("keepNext"))
    spacing = {"before": round(shape.before * TWENTIETHS), "after": round(shape.after * TWENTIETHS)}
    pitch = {"line": round(shape.pitch * TWENTIETHS), "lineRule": "exact"} if shape.pitch else {"line": 240}
    properties.append(element("spacing", **spacing, **pitch))
    if shape.first_line or shape.right:
        letters = shape.first_line - shape.later_lines
        kind = "firstLine" if letters >= 0 else "hanging"
        indents = {f"{kind}Chars": abs(letters) * 100, kind: round(abs(letters) * shape.size * TWENTIETHS)}
        if shape.later_lines:
            left = round(shape.later_lines * shape.size * TWENTIETHS)
            indents |= {"leftChars": shape.later_lines * 100, "left": left}
        right = {"rightChars": round(shape.right * 100), "right": round(shape.right * shape.size * TWENTIETHS)}
        properties.append(element("ind", **indents, **right))
    properties.append(element("jc", val=JUSTIFICATION[shape.align]))
    return properties


def run_properties(shape: Type) -> Any:
    """The face for Latin and for Chinese letters, weight and size."""
    properties = element("rPr")
    properties.append(element("rFonts", ascii=LATIN, hAnsi=LATIN, eastAsia=shape.face, cs=LATIN, hint="eastAsia"))
    if shape.bold:
        properties.append(element("b"))
    properties.append(element("sz", val=round(shape.size * 2)))
    properties.append(element("szCs", val=round(shape.size * 2)))
    return properties


def set_body_style(file: Any, paper: Paper) -> None:
    """The face and size of the file's normal style, so that text added by hand looks alike."""
    from docx.shared import Pt

    normal = file.styles["Normal"]
    normal.font.name, normal.font.size = LATIN, Pt(paper.body_size)
    properties = normal.element.get_or_add_rPr()
    properties.get_or_add_rFonts().set(qn("w:eastAsia"), BODY)
    properties.append(element("lang", val="en-US", eastAsia="zh-CN"))
