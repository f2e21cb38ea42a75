"""What a printed document consists of, said once for all three renderers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

Align = Literal["left", "centre", "right"]
Role = Literal["addressee", "body", "heading", "subheading", "note", "plain", "centre", "annex"]
Layout = Literal["landscape", "portrait", "official"]


class UnevenTableError(ValueError):
    """A row of a table has another number of cells than the table has columns."""

    def __init__(self, row: int, n_cells: int, n_columns: int) -> None:
        super().__init__(f"row {row} has {n_cells} cells, the table has {n_columns} columns")
        self.row, self.n_cells, self.n_columns = row, n_cells, n_columns


@dataclass(frozen=True, slots=True)
class Noted:
    """A whole number with a remark printed right behind it, such as a tied rank."""

    figure: int
    note: str


Value = str | Decimal | int | Noted | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: natural width in millimetres, how figures are printed, whether equal neighbours share a cell."""

    heading: str
    width: float
    align: Align = "centre"
    decimals: int = 2
    percent: bool = False
    group: str = ""
    merged: bool = False
    chance: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under repeated headings; `total` is a bold last row, `cut_after` draws a thick line below a row."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    caption: str = ""
    unit: str = ""
    total: tuple[Value, ...] = ()
    cut_after: int | None = None

    def __post_init__(self) -> None:
        for position, row in enumerate((*self.rows, *([self.total] if self.total else []))):
            if len(row) != len(self.columns):
                raise UnevenTableError(position, len(row), len(self.columns))


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels with their values in a ruled grid, so many pairs to a line."""

    pairs: tuple[tuple[str, Value], ...]
    per_line: int = 2


@dataclass(frozen=True, slots=True)
class Box:
    """A field of an approval form: a label, its text, room to write, and the lines to sign on."""

    label: str
    text: str = ""
    height: float = 0
    signatures: tuple[str, ...] = ()
    date: str = ""


@dataclass(frozen=True, slots=True)
class Boxes:
    """Fields of an approval form below one another."""

    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text in one of the roles of an official letter or a table note."""

    text: str
    role: Role = "body"


@dataclass(frozen=True, slots=True)
class Signatures:
    """Lines to sign by hand at the foot of a table, with the date at the right."""

    lines: tuple[str, ...]
    per_line: int = 3
    date: str = "年　　月　　日"


@dataclass(frozen=True, slots=True)
class Closing:
    """The issuing body and the date below a letter."""

    body: str
    date: str


Block = Table | Facts | Boxes | Paragraph | Signatures | Closing


@dataclass(frozen=True, slots=True)
class Imprint:
    """When, by whom and from which version of the round a document was printed."""

    printed_at: datetime
    operator: str
    round_version: str


@dataclass(frozen=True, slots=True)
class Document:
    """A document of one round.

    `label` names its sheet, `annex` stands above the title, which breaks at line feeds; `mark` stands at the head of
    every page, such as 内部资料 or 演示数据, and across the page in PDF.
    """

    title: str
    blocks: tuple[Block, ...]
    imprint: Imprint
    layout: Layout = "landscape"
    subtitle: str = ""
    annex: str = ""
    label: str = ""
    mark: str = ""
