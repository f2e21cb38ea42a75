"""A short code by which two prints of a document are known to say the same."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import Any

from webapp.exports.document import Block, Document, Table
from webapp.exports.figures import legible, shown

N_LETTERS = 12
SETTING = {"height", "per_line", "role", "align", "width"}


def check_code(document: Document) -> str:
    """Twelve letters of the SHA-256 of what is said, whoever printed it and whenever; the round's version counts."""
    content = {
        "title": legible(document.title).replace("\n", ""),
        "subtitle": legible(document.subtitle),
        "annex": legible(document.annex),
        "round": legible(document.imprint.round_version),
        "blocks": [_canonical(block) for block in document.blocks],
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    letters = hashlib.sha256(text.encode()).hexdigest()[:N_LETTERS].upper()
    return "-".join(letters[start : start + 4] for start in range(0, N_LETTERS, 4))


def _canonical(block: Block) -> dict[str, Any]:
    """A block as printed: figures with the digits on paper, heights and widths left out."""
    content = {"block": type(block).__name__, **_said(asdict(block))}
    if isinstance(block, Table):
        content["columns"] = [(column.group, column.heading) for column in block.columns]
        content["rows"] = [_canonical_row(block, row) for row in block.rows]
        content["total"] = _canonical_row(block, block.total)
    return content


def _said(content: Any) -> Any:
    """The content without what only concerns the setting of it."""
    match content:
        case dict():
            return {name: _said(value) for name, value in content.items() if name not in SETTING}
        case list() | tuple():
            return [_said(value) for value in content]
        case str():
            return legible(content)
        case _:
            return content


def _canonical_row(table: Table, row: tuple[Any, ...]) -> list[str]:
    return [shown(value, column) for value, column in zip(row, table.columns, strict=False)]
