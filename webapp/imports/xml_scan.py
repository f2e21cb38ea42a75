"""One pass over the XML of an Office file that refuses what would hurt a parser, without building anything."""

import re
from collections.abc import Callable, Iterable
from typing import NoReturn
from urllib.parse import unquote
from xml.parsers import expat

from webapp.imports.archive import damaged
from webapp.imports.limits import Limits
from webapp.imports.refusal import RefusedFileError

REMOTE_TARGET = re.compile(r"(?i)[a-z][a-z0-9+.-]+:|[\\/]{2}")
OWN_DISK = "file:///"
PLAIN_ENCODINGS = {None, "utf-8", "utf8", "us-ascii", "ascii"}
DANGEROUS_CONTENT = ("macroenabled", "vbaproject", "macrosheet", "activex")

ENTITIES = "文件的 XML 里带有文档类型或实体定义（疑似实体炸弹或外部实体攻击），已拒收。请另存为新文件后再上传。"
ODD_ENCODING = "文件里的部件用了“{encoding}”编码，Office 文件只用 UTF-8，已拒收。请另存为新文件后再上传。"
TOO_MANY_ELEMENTS = "文件内容过多（超过 {limit} 个元素）。请删去多余的行、列和格式，或分成几个文件后再上传。"
TOO_DEEP = "文件嵌套超过 {limit} 层，不像是正常的文档，已拒收。请另存为新文件后再上传。"
REMOTE = "文件引用了外部内容“{target}”（疑似远程模板或外部链接），已拒收。请断开外部链接、另存后再上传。"
MACROS = "文件带有宏或控件，已拒收。请另存为不带宏的 .xlsx 或 .docx 后再上传。"


def is_remote(target: str) -> bool:
    """Whether opening a target would leave this computer: another scheme than a file of the own disk, or a share.

    >>> [is_remote(target) for target in ("http://x/t.dotm", "C:\\\\Normal.dotm", "file:///\\\\\\\\server\\\\t.dotm")]
    [True, False, True]
    """
    plain = unquote(target).strip()
    plain = plain[len(OWN_DISK) :] if plain.lower().startswith(OWN_DISK) else plain
    return REMOTE_TARGET.match(plain) is not None


class XmlScan:
    """The scan of all parts of one file; budgets run on from part to part."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.content_types: list[str] = []
        self.elements = self.depth = 0
        self.part = ""
        self._handlers: dict[str, Callable[[dict[str, str]], None] | None] = {}
        self.meanings: dict[str, Callable[[dict[str, str]], None]] = {
            "Relationship": self.on_relationship,
            "Override": self._on_content_type,
            "Default": self._on_content_type,
            "ddeLink": self._on_dde_link,
        }

    def scan(self, part: str, chunks: Iterable[bytes]) -> None:
        """Read one part to its end; `RefusedFileError` at the first thing that breaks a rule."""
        content = b"".join(chunks)
        self._count(content)
        self.look_over(content)
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._on_start
        parser.EndElementHandler = self._on_end
        parser.XmlDeclHandler = self._on_declaration
        parser.StartDoctypeDeclHandler = self._on_doctype
        self.depth = 0
        self.part = part
        self.begin_part()
        try:
            parser.Parse(content, True)
        except expat.ExpatError as error:
            raise damaged("XML 不完整") from error
        self.end_part()

    def _count(self, content: bytes) -> None:
        """Count the elements by their brackets, a hundred times faster than a parser meets them."""
        self.elements += content.count(b"<") - content.count(b"</")
        if self.elements > self.limits.elements:
            self.refuse("xml.too_many_elements", TOO_MANY_ELEMENTS, limit=self.limits.elements)

    def look_over(self, content: bytes) -> None:
        """Check what is seen faster in the bytes than in the elements."""

    def begin_part(self) -> None:
        """Forget what belonged to the part before."""

    def end_part(self) -> None:
        """Check what can only be known at the end of a part."""

    def _on_start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > self.limits.depth:
            self.refuse("xml.too_deep", TOO_DEEP, limit=self.limits.depth)
        try:
            handler = self._handlers[name]
        except KeyError:
            handler = self._handlers[name] = self.meanings.get(name.rpartition(":")[2])
        if handler is not None:
            handler(attributes)

    def _on_end(self, _: str) -> None:
        self.depth -= 1

    def _on_declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if (encoding.lower() if encoding else None) not in PLAIN_ENCODINGS:
            self.refuse("xml.odd_encoding", ODD_ENCODING, encoding=ascii(encoding)[1:-1])

    def _on_doctype(self, *_: object) -> None:
        self.refuse("xml.entities", ENTITIES)

    def on_relationship(self, attributes: dict[str, str]) -> None:
        """Refuse what would be fetched from elsewhere."""
        target = attributes.get("Target", "")
        if attributes.get("TargetMode", "").lower() != "external":
            return
        if not attributes.get("Type", "").endswith("/hyperlink") and is_remote(target):
            self.refuse("archive.remote_content", REMOTE, target=ascii(target[:80])[1:-1])

    def _on_content_type(self, attributes: dict[str, str]) -> None:
        content_type = attributes.get("ContentType", "")
        self.content_types.append(content_type)
        if any(word in content_type.lower() for word in DANGEROUS_CONTENT):
            self.refuse("archive.macros", MACROS)

    def _on_dde_link(self, _: dict[str, str]) -> None:
        self.refuse("archive.macros", MACROS)

    def refuse(self, code: str, template: str, **values: object) -> NoReturn:
        """Stop the scan."""
        raise RefusedFileError(code, template, values)
