"""A Word document as its paragraphs and tables, whoever filled it and with whichever program."""

from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from webapp.imports.compound_file import SIGNATURE as COMPOUND_SIGNATURE
from webapp.imports.old_word import converted_to_docx
from webapp.imports.preflight import check_ending, check_office_file
from webapp.imports.refusal import RefusedFileError
from webapp.imports.sandbox import parse_in_sandbox

UNKNOWN_ENDING = "不认识“{ending}”这种文档。请上传 .docx 文件（Word 或 WPS 中选择“另存为”，类型选 .docx）。"


@dataclass(frozen=True)
class TableCell:
    """One cell: its text with line breaks, its first grid column, how many it spans, and tables inside it."""

    text: str
    column: int
    span: int
    continues: bool
    tables: tuple["Table", ...] = ()


@dataclass(frozen=True)
class Table:
    """A table row by row; a cell that continues one above has ``continues`` and no text of its own."""

    rows: tuple[tuple[TableCell, ...], ...]


@dataclass(frozen=True)
class Paragraph:
    """One paragraph outside any table."""

    text: str


@dataclass(frozen=True)
class Document:
    """Paragraphs and tables in reading order."""

    blocks: tuple[Paragraph | Table, ...] = field(default=())


def read_document(data: bytes, filename: str) -> Document:
    """Return the document; `RefusedFileError` for a file that is damaged, hostile or no Word document."""
    ending = PurePath(filename).suffix.lower()
    check_ending(filename)
    if ending not in (".docx", ".doc", ".wps"):
        raise RefusedFileError("file.unknown_ending", UNKNOWN_ENDING, {"ending": ending or filename[-20:]})
    if data.startswith(COMPOUND_SIGNATURE):
        data = converted_to_docx(data, filename)
    check_office_file(data, filename, "docx")
    blocks = parse_in_sandbox("document", data)
    return Document(tuple(_block(block) for block in blocks)) if isinstance(blocks, list) else Document()


def _block(block: dict[str, Any]) -> Paragraph | Table:
    return Paragraph(block["text"]) if "text" in block else _table(block)


def _table(block: dict[str, Any]) -> Table:
    return Table(tuple(tuple(_cell(cell) for cell in row) for row in block["rows"]))


def _cell(cell: dict[str, Any]) -> TableCell:
    blocks = [_block(block) for block in cell["blocks"]]
    tables = tuple(block for block in blocks if isinstance(block, Table))
    text = "\n".join(block.text if isinstance(block, Paragraph) else flattened(block) for block in blocks)
    return TableCell(text.strip("\n"), int(cell["column"]), int(cell["span"]), cell["continues"], tables)


def flattened(table: Table) -> str:
    """Return the text of a table inside a cell, one line for a row."""
    return "\n".join("\t".join(cell.text for cell in row) for row in table.rows)
