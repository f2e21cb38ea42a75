"""The line at the foot of every sheet by which a print is told from another."""

from __future__ import annotations

from webapp.exports.check_code import check_code
from webapp.exports.document import Document
from webapp.exports.figures import chinese_time, legible

LONGEST_NAME = 24


def imprint_line(document: Document) -> str:
    """Time, operator, round version and check code; a letter for the public names no operator."""
    imprint = document.imprint
    version = f"轮次版本：{legible(imprint.round_version)[:LONGEST_NAME]}"
    code = f"校验码：{check_code(document)}"
    if document.layout == "official":
        return f"{version}　{code}"
    printed = f"打印时间：{chinese_time(imprint.printed_at)}"
    operator = f"操作人：{legible(imprint.operator)[:LONGEST_NAME]}"
    return "　".join((printed, operator, version, code))
