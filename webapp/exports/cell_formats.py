"""The formats of a workbook's cells, made once for each look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from webapp.exports.document import Align
from webapp.exports.faces import BODY

# A text with one of these in front would turn into a formula once somebody edits its cell or saves it as CSV.
FORMULA_PREFIXES = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell looks; sizes in points."""

    face: str = BODY
    size: float = 10.5
    bold: bool = False
    align: Align = "left"
    ruled: bool = False
    open_side: Literal["", "top", "bottom"] = ""
    shaded: bool = False
    thick_below: bool = False
    number: str = ""
    quoted: bool = False
    valign: Literal["top", "vcenter", "bottom"] = "vcenter"
    indent: int = 0


class Formats:
    """The looks a workbook has used so far."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[Look, Any] = {}

    def of(self, look: Look) -> Any:
        """The workbook's format for a look."""
        if look not in self._made:
            self._made[look] = self._book.add_format(_properties(look))
        return self._made[look]


def _properties(look: Look) -> dict[str, Any]:
    """The look in XlsxWriter's words."""
    properties: dict[str, Any] = {
        "font_name": look.face,
        "font_size": look.size,
        "bold": look.bold,
        "align": {"left": "left", "centre": "center", "right": "right"}[look.align],
        "valign": look.valign,
        "text_wrap": True,
        "quote_prefix": look.quoted,
        "indent": look.indent,
    }
    if look.ruled:
        properties |= {"border": 1}
    if look.open_side:
        properties |= {look.open_side: 0}
    if look.thick_below:
        properties |= {"bottom": 5}
    if look.shaded:
        properties |= {"bg_color": "#F0F0F0"}
    if look.number:
        properties |= {"num_format": look.number}
    return properties
