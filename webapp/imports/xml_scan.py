"""One pass over the XML of an Office file that refuses what would hurt a parser, without building anything."""

import re
from collections.abc import Callable, Iterable
from typing import NoReturn
from xml.parsers import expat

from webapp.imports.archive import damaged
from webapp.imports.limits import Limits
from webapp.imports.refusal import RefusedFileError

EXCEL_ROWS, EXCEL_COLUMNS = 1_048_576, 16_384
CELL = re.compile(r"([A-Z]{1,7})([0-9]{1,12})")
LOCAL_TARGET = re.compile(r"(?i)(file:///)?[a-z]:[\\/]|(file:///)?[^:\\/][^:]*$")
PLAIN_ENCODINGS = {None, "utf-8", "utf8", "us-ascii", "ascii"}
DANGEROUS_CONTENT = ("macroenabled", "vbaproject", "macrosheet", "activex")

ENTITIES = "文件的 XML 里带有文档类型或实体定义（疑似实体炸弹或外部实体攻击），已拒收。请另存为新文件后再上传。"
ODD_ENCODING = "文件里的部件用了“{encoding}”编码，Office 文件只用 UTF-8，已拒收。请另存为新文件后再上传。"
TOO_MANY_ELEMENTS = "文件内容过多（超过 {limit} 个元素）。请删去多余的行、列和格式，或分成几个文件后再上传。"
TOO_DEEP = "文件嵌套超过 {limit} 层，不像是正常的文档，已拒收。请另存为新文件后再上传。"
TOO_WIDE = "单元格 {cell} 超出了前 {limit} 列的范围。请按模板填写，删去右侧多余的列后再上传。"
TOO_TALL = "单元格 {cell} 超出了前 {limit} 行的范围。请删去下方多余的行，或分成几个文件后再上传。"
TOO_MANY_CELLS = "表格里填写的单元格超过 {limit} 个。请分成几个文件后再上传。"
REMOTE = "文件引用了外部内容“{target}”（疑似远程模板或外部链接），已拒收。请断开外部链接、另存后再上传。"
MACROS = "文件带有宏或控件，已拒收。请另存为不带宏的 .xlsx 或 .docx 后再上传。"
UNCOMPUTED = "单元格 {cell} 的公式没有保存计算结果。请在 Excel 或 WPS 中打开文件，保存一次后再上传。"


def column_number(letters: str) -> int:
    """Return the number of a column, A being 1."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


class XmlScan:
    """The scan of all parts of one file; budgets run on from part to part."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.content_types: list[str] = []
        self.elements = self.cells = self.depth = 0
        self.row = self.column = 0
        self.formula = ""
        self._handlers: dict[str, Callable[[dict[str, str]], None] | None] = {}
        self._meanings: dict[str, Callable[[dict[str, str]], None]] = {
            "row": self._on_row,
            "c": self._on_cell,
            "f": self._on_formula,
            "v": self._on_value,
            "is": self._on_value,
            "Relationship": self._on_relationship,
            "Override": self._on_content_type,
            "Default": self._on_content_type,
            "ddeLink": self._on_dde_link,
            "control": self._on_control,
        }

    def scan(self, chunks: Iterable[bytes]) -> None:
        """Read one part to its end; `RefusedFileError` at the first thing that breaks a rule."""
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._on_start
        parser.EndElementHandler = self._on_end
        parser.XmlDeclHandler = self._on_declaration
        parser.StartDoctypeDeclHandler = self._on_doctype
        self.depth = self.row = self.column = 0
        try:
            for chunk in chunks:
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise damaged("XML 不完整") from error
        self._check_formula()

    def _on_start(self, name: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        self.depth += 1
        if self.elements > self.limits.elements:
            self._refuse("xml.too_many_elements", TOO_MANY_ELEMENTS, limit=self.limits.elements)
        if self.depth > self.limits.depth:
            self._refuse("xml.too_deep", TOO_DEEP, limit=self.limits.depth)
        try:
            handler = self._handlers[name]
        except KeyError:
            handler = self._handlers[name] = self._meanings.get(name.rpartition(":")[2])
        if handler is not None:
            handler(attributes)

    def _on_end(self, _: str) -> None:
        self.depth -= 1

    def _on_declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if (encoding.lower() if encoding else None) not in PLAIN_ENCODINGS:
            self._refuse("xml.odd_encoding", ODD_ENCODING, encoding=ascii(encoding)[1:-1])

    def _on_doctype(self, *_: object) -> None:
        self._refuse("xml.entities", ENTITIES)

    def _on_row(self, attributes: dict[str, str]) -> None:
        self._check_formula()
        number = attributes.get("r", "")
        self.row = int(number) if number.isascii() and number.isdigit() and len(number) < 12 else self.row + 1
        self.column = 0
        if self.row > EXCEL_ROWS:
            self._refuse("table.too_tall", TOO_TALL, cell=f"A{self.row}", limit=self.limits.rows)

    def _on_cell(self, attributes: dict[str, str]) -> None:
        self._check_formula()
        self.column += 1
        match = CELL.fullmatch(attributes.get("r", ""))
        if match:
            self.column, self.row = column_number(match[1]), int(match[2])
        if self.column > EXCEL_COLUMNS:
            self._refuse("table.too_wide", TOO_WIDE, cell=self._cell, limit=self.limits.columns)
        if self.row > EXCEL_ROWS:
            self._refuse("table.too_tall", TOO_TALL, cell=self._cell, limit=self.limits.rows)

    def _on_formula(self, _: dict[str, str]) -> None:
        self.formula = self._cell

    def _on_value(self, _: dict[str, str]) -> None:
        """Only a cell that holds something must lie within the table: WPS writes styled blanks to the far edge."""
        self.formula = ""
        self.cells += 1
        if self.column > self.limits.columns:
            self._refuse("table.too_wide", TOO_WIDE, cell=self._cell, limit=self.limits.columns)
        if self.row > self.limits.rows:
            self._refuse("table.too_tall", TOO_TALL, cell=self._cell, limit=self.limits.rows)
        if self.cells > self.limits.cells:
            self._refuse("table.too_many_cells", TOO_MANY_CELLS, limit=self.limits.cells)

    def _check_formula(self) -> None:
        if self.formula:
            self._refuse("table.formula_without_value", UNCOMPUTED, cell=self.formula)

    @property
    def _cell(self) -> str:
        letters, number = "", self.column
        while number > 0:
            number, rest = divmod(number - 1, 26)
            letters = chr(65 + rest) + letters
        return f"{letters}{self.row}"

    def _on_relationship(self, attributes: dict[str, str]) -> None:
        target = attributes.get("Target", "")
        if attributes.get("TargetMode", "").lower() != "external":
            return
        if attributes.get("Type", "").endswith("/hyperlink") or LOCAL_TARGET.match(target):
            return
        self._refuse("archive.remote_content", REMOTE, target=ascii(target[:80])[1:-1])

    def _on_content_type(self, attributes: dict[str, str]) -> None:
        content_type = attributes.get("ContentType", "")
        self.content_types.append(content_type)
        if any(word in content_type.lower() for word in DANGEROUS_CONTENT):
            self._refuse("archive.macros", MACROS)

    def _on_dde_link(self, _: dict[str, str]) -> None:
        self._refuse("archive.macros", MACROS)

    def _on_control(self, _: dict[str, str]) -> None:
        self._refuse("archive.macros", MACROS)

    def _refuse(self, code: str, template: str, **values: object) -> NoReturn:
        raise RefusedFileError(code, template, values)
