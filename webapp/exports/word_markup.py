"""WordprocessingML piece by piece: runs, paragraphs and the cells of a ruled table, every text escaped."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

BODY_FONT, HEAD_FONT, TITLE_FONT, BOX_FONT = "仿宋_GB2312", "黑体", "方正小标宋简体", "Segoe UI Symbol"
BOXES = re.compile("([☑□])")
FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


MARGINS = (
    '<w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="85" w:type="dxa"/>'
    '<w:bottom w:w="40" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar>'
)


@dataclass(frozen=True)
class Style:
    """Font and size (in points) of a run, and where its paragraph stands."""

    size: float = 12
    font: str = BODY_FONT
    bold: bool = False
    align: str = "left"
    before: int = 0
    after: int = 0
    indent: int = 0
    keep: bool = False


LABEL = Style(align="center")
ANSWER = Style()
CENTRED = Style(align="center")
SMALL = Style(size=9)


def text_run(text: str, style: Style = ANSWER) -> str:
    """Return runs for one line of text; boxes get a font that has them, tabs stay tabs."""
    return "".join(_run(part, style) for part in BOXES.split(FORBIDDEN.sub("", text)) if part)


def _run(text: str, style: Style) -> str:
    is_box = BOXES.fullmatch(text) is not None
    latin = BOX_FONT if is_box else "Times New Roman"
    east = "宋体" if text == "□" else BOX_FONT if is_box else style.font
    half_points = round(style.size * 2)
    bold = "<w:b/>" if style.bold else ""
    inner = "<w:tab/>".join(f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in text.split("\t"))
    return (
        f'<w:r><w:rPr><w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{east}" w:hint="eastAsia"/>{bold}'
        f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/></w:rPr>{inner}</w:r>'
    )


def paragraph(text: str, style: Style = ANSWER, tabs: Iterable[int] = ()) -> str:
    """Return one paragraph; tab stops in twentieths of a point."""
    stops = "".join(f'<w:tab w:val="left" w:pos="{at}"/>' for at in tabs)
    indent = f'<w:ind w:firstLine="{style.indent}"/>' if style.indent else ""
    keep = "<w:keepNext/>" if style.keep else ""
    return (
        f"<w:p><w:pPr>{keep}{f'<w:tabs>{stops}</w:tabs>' if stops else ''}"
        f'<w:spacing w:before="{style.before}" w:after="{style.after}"/>{indent}<w:jc w:val="{style.align}"/></w:pPr>'
        f"{text_run(text, style)}</w:p>"
    )


def paragraphs(text: str, style: Style = ANSWER) -> str:
    """Return one paragraph for each line, an empty one for an empty text."""
    return "".join(paragraph(line, style) for line in text.split("\n"))


@dataclass(frozen=True)
class Cell:
    """One cell: its paragraphs as markup, how many grid columns it spans, and its part in a vertical merge."""

    content: str
    span: int = 1
    merge: str = ""
    top: bool = False


def table_row(cells: Iterable[Cell], widths: tuple[int, ...], height: int = 0, is_whole: bool = True) -> str:
    """Return one row; ``height`` is the least height in twentieths of a point; a whole row is never cut by a page."""
    properties = "<w:cantSplit/>" if is_whole else ""
    properties += f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>' if height else ""
    parts, at = [], 0
    for cell in cells:
        parts.append(_cell(cell, sum(widths[at : at + cell.span])))
        at += cell.span
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(parts)}</w:tr>"


def _cell(cell: Cell, width: int) -> str:
    span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
    merge = f'<w:vMerge w:val="{cell.merge}"/>' if cell.merge else ""
    place = "top" if cell.top else "center"
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}<w:vAlign w:val="{place}"/></w:tcPr>'
        f"{cell.content or paragraph('')}</w:tc>"
    )


def table(rows: Iterable[str], widths: tuple[int, ...]) -> str:
    """Return a ruled table of fixed column widths."""
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in sides)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>{MARGINS}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )
