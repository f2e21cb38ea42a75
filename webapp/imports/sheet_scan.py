"""The guard's pass over a workbook: cells within bounds, and what a reader of values cannot see.

A spreadsheet stores “36.5%” as 0.365 and a failed formula as nothing a reader tells from a blank; both are noted here
by sheet and cell, so that the table shows what the person saw.
"""

import posixpath
import re
from collections import defaultdict

from webapp.imports.limits import Limits
from webapp.imports.xml_scan import XmlScan

EXCEL_ROWS, EXCEL_COLUMNS = 1_048_576, 16_384
CELL = re.compile(r"([A-Z]{1,7})([0-9]{1,12})")
PERCENT_FORMATS = frozenset({"9", "10"})
PERCENT, ERROR = "percent", "error"
LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^]]*\]')
UNSAVED = re.compile(rb"<c\b([^<>]*)><f\b(?:[^<>]*/>|[^<>]*>[^<]*</f>)<v\s?(?:/>|></v>)")
LONGEST_FORMAT = 1_000
TEXT_RESULT = re.compile(rb"""\bt=["']str["']""")
REFERENCE = re.compile(rb"""\br=["']([A-Z]{1,7}[0-9]{1,12})["']""")
WORKBOOK_RELATIONS = "xl/_rels/workbook.xml.rels"

TOO_WIDE = "单元格 {cell} 超出了前 {limit} 列的范围。请按模板填写，删去右侧多余的列后再上传。"
TOO_TALL = "单元格 {cell} 超出了前 {limit} 行的范围。请删去下方多余的行，或分成几个文件后再上传。"
TOO_MANY_CELLS = "表格里填写的单元格超过 {limit} 个。请分成几个文件后再上传。"
UNCOMPUTED = "单元格 {cell} 的公式没有保存计算结果。请在 Excel 或 WPS 中打开文件，保存一次后再上传。"

Marks = dict[tuple[int, int], str]


def column_number(letters: str) -> int:
    """Return the number of a column, A being 1."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def cell_name(row: int, column: int) -> str:
    """Return what a spreadsheet calls a cell, counted from 1."""
    letters, number = "", column
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def is_percentage(code: str) -> bool:
    """Whether a number format multiplies by a hundred; a % in quotes or behind a backslash is only printed.

    >>> is_percentage("0.0%"), is_percentage('0.00"%"'), is_percentage("0.00" + chr(92) + "%")
    (True, False, False)
    """
    return "%" in LITERAL.sub("", code[:LONGEST_FORMAT])


class SheetScan(XmlScan):
    """The scan of a workbook; ``keeps_values`` when its cells will be read as figures."""

    def __init__(self, limits: Limits, *, keeps_values: bool) -> None:
        super().__init__(limits)
        self.keeps_values = keeps_values
        self.cells = self.row = self.column = self.n_styles = 0
        self.formula = ""
        self.in_styles = False
        self.percent_formats: set[str] = set(PERCENT_FORMATS)
        self.percent_styles: set[str] = set()
        self.marks: dict[str, Marks] = defaultdict(dict)
        self.sheet_ids: dict[str, str] = {}
        self.targets: dict[str, str] = {}
        self.meanings |= {
            "row": self._on_row,
            "c": self._on_cell,
            "f": self._on_formula,
            "v": self._on_value,
            "is": self._on_value,
            "numFmt": self._on_number_format,
            "cellXfs": self._on_styles,
            "cellStyles": self._on_styles,
            "xf": self._on_style,
            "sheet": self._on_sheet,
        }

    @property
    def marks_by_sheet(self) -> dict[str, Marks]:
        """The marked cells, counted from 0, by the name of their sheet."""
        return {name: self.marks[self.targets[key]] for key, name in self.sheet_ids.items() if key in self.targets}

    def look_over(self, content: bytes) -> None:
        """A formula saved without a figure shows one to the person all the same; read as a blank it would be lost."""
        if not self.keeps_values:
            return
        for attributes in UNSAVED.findall(content):
            if not TEXT_RESULT.search(attributes):  # a formula may well result in no text
                reference = REFERENCE.search(attributes)
                self.refuse("table.formula_without_value", UNCOMPUTED, cell=reference[1].decode() if reference else "")

    def begin_part(self) -> None:
        """Count rows and columns anew."""
        self.row = self.column = 0
        self.in_styles = False

    def end_part(self) -> None:
        """The last cell may be a formula without a value."""
        self._check_formula()

    def _on_row(self, attributes: dict[str, str]) -> None:
        self._check_formula()
        number = attributes.get("r", "")
        self.row = int(number) if number.isascii() and number.isdigit() and len(number) < 12 else self.row + 1
        self.column = 0
        if self.row > EXCEL_ROWS:
            self.refuse("table.too_tall", TOO_TALL, cell=f"A{self.row}", limit=self.limits.rows)

    def _on_cell(self, attributes: dict[str, str]) -> None:
        self._check_formula()
        self.column += 1
        match = CELL.fullmatch(attributes.get("r", ""))
        if match:
            self.column, self.row = column_number(match[1]), int(match[2])
        if self.column > EXCEL_COLUMNS:
            self.refuse("table.too_wide", TOO_WIDE, cell=self._cell, limit=self.limits.columns)
        if self.row > EXCEL_ROWS:
            self.refuse("table.too_tall", TOO_TALL, cell=self._cell, limit=self.limits.rows)
        kind = attributes.get("t", "n")
        if kind == "e":
            self.marks[self.part][self.row - 1, self.column - 1] = ERROR
        elif kind == "n" and attributes.get("s") in self.percent_styles:
            self.marks[self.part][self.row - 1, self.column - 1] = PERCENT

    def _on_formula(self, _: dict[str, str]) -> None:
        self.formula = self._cell

    def _on_value(self, _: dict[str, str]) -> None:
        """Only a cell that holds something must lie within the table: WPS writes styled blanks to the far edge."""
        self.formula = ""
        self.cells += 1
        if self.column > self.limits.columns:
            self.refuse("table.too_wide", TOO_WIDE, cell=self._cell, limit=self.limits.columns)
        if self.row > self.limits.rows:
            self.refuse("table.too_tall", TOO_TALL, cell=self._cell, limit=self.limits.rows)
        if self.cells > self.limits.cells:
            self.refuse("table.too_many_cells", TOO_MANY_CELLS, limit=self.limits.cells)

    def _check_formula(self) -> None:
        if self.formula and self.keeps_values:
            self.refuse("table.formula_without_value", UNCOMPUTED, cell=self.formula)

    @property
    def _cell(self) -> str:
        return cell_name(self.row, self.column)

    def on_relationship(self, attributes: dict[str, str]) -> None:
        """Remember which part holds which sheet."""
        super().on_relationship(attributes)
        if self.part == WORKBOOK_RELATIONS:
            target = posixpath.normpath(posixpath.join("/xl", attributes.get("Target", ""))).lstrip("/")
            self.targets[attributes.get("Id", "")] = target

    def _on_sheet(self, attributes: dict[str, str]) -> None:
        for key, value in attributes.items():
            if key.endswith(":id") and self.part == "xl/workbook.xml":
                self.sheet_ids[value] = attributes.get("name", "")

    def _on_number_format(self, attributes: dict[str, str]) -> None:
        if is_percentage(attributes.get("formatCode", "")):
            self.percent_formats.add(attributes.get("numFmtId", ""))

    def _on_styles(self, _: dict[str, str]) -> None:
        """Cells name a style by its place among the ``cellXfs``; the list after them is another."""
        self.in_styles = not self.in_styles

    def _on_style(self, attributes: dict[str, str]) -> None:
        if self.in_styles:
            if attributes.get("numFmtId") in self.percent_formats:
                self.percent_styles.add(str(self.n_styles))
            self.n_styles += 1
