"""The child's side of reading a Word document: its paragraphs and tables in order, every cell in its grid column."""

import io
import posixpath
import zipfile
from collections.abc import Iterator
from xml.parsers.expat import ExpatError

from webapp.imports.archive import damaged
from webapp.imports.word_text import content_box, is_placeholder, paragraph_text
from webapp.imports.xml_tree import Node, parse_tree

WRAPPERS = frozenset({"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "body", "document", "Choice"})
WIDEST = 200

Json = dict[str, object]


def read(data: bytes) -> list[Json]:
    """Return the blocks of the document: ``{"text"}`` for a paragraph, ``{"rows"}`` for a table."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        return _blocks(parse_tree(archive.read(_main_part(archive))))
    except (KeyError, zipfile.BadZipFile, ExpatError) as error:
        raise damaged("正文读不出来") from error


def _main_part(archive: zipfile.ZipFile) -> str:
    for node in parse_tree(archive.read("_rels/.rels")).walk():
        if node.attributes.get("Type", "").endswith("/officeDocument"):
            return posixpath.normpath(node.attributes["Target"].lstrip("/"))
    return "word/document.xml"


def _members(node: Node, wanted: frozenset[str]) -> Iterator[tuple[Node, str | None]]:
    """Yield the wanted elements through every wrapper, with the text a content control puts in their place."""
    for child in node.children:
        if child.tag in wanted:
            yield child, None
        elif child.tag == "AlternateContent":
            choice = child.child("Choice")
            yield from _members(choice, wanted) if choice is not None else ()
        elif child.tag in WRAPPERS:
            instead = content_box(child) if child.tag == "sdt" else None
            if instead is None and child.tag == "sdt" and is_placeholder(child):
                instead = ""
            for member, inner in _members(child, wanted):
                yield member, inner if inner is not None else instead


def _blocks(node: Node) -> list[Json]:
    blocks: list[Json] = []
    for member, instead in _members(node, frozenset({"p", "tbl"})):
        if instead is not None:
            blocks.append({"text": instead})
        elif member.tag == "p":
            text = paragraph_text(member)
            if text or not _is_deleted(member):
                blocks.append({"text": text})
        else:
            blocks += _framed(rows := _rows(member)) or [{"rows": rows}]
    return blocks


def _framed(rows: list[list[Json]]) -> list[Json]:
    """Return what a table of one cell frames, when that is tables; another table frames nothing."""
    held = rows[0][0]["blocks"] if len(rows) == 1 and len(rows[0]) == 1 else []
    return held if isinstance(held, list) and any("rows" in block for block in held) else []


def _is_deleted(paragraph: Node) -> bool:
    """Whether the paragraph's own end was deleted; with nothing left in it the line is gone."""
    properties = paragraph.child("pPr")
    mark = properties.child("rPr") if properties is not None else None
    return mark is not None and mark.child("del") is not None


def _rows(table: Node) -> list[list[Json]]:
    rows = []
    for row, _ in _members(table, frozenset({"tr"})):
        properties = row.child("trPr")
        if properties is not None and properties.child("del") is not None:
            continue
        rows.append(_cells(row, _number(properties.value("gridBefore") if properties is not None else None, 0)))
    return rows


def _cells(row: Node, column: int) -> list[Json]:
    cells = []
    for cell, instead in _members(row, frozenset({"tc"})):
        properties = cell.child("tcPr") or Node("tcPr", {})
        span = _number(properties.value("gridSpan"), 1)
        merge = properties.child("vMerge")
        continues = merge is not None and merge.attributes.get("val", "continue") != "restart"
        is_deleted = properties.child("cellDel") is not None
        blocks: list[Json] = [{"text": instead}] if instead is not None else _blocks(cell)
        cells.append({"column": column, "span": span, "continues": continues, "blocks": [] if is_deleted else blocks})
        column += span
    return cells


def _number(text: str | None, otherwise: int) -> int:
    if text is None or not text.isascii() or not text.isdigit() or len(text) > 4:
        return otherwise
    return min(int(text), WIDEST)
