"""Points as people type them: full-width digits, spaces, at most two decimals."""

import re
import unicodedata

from webapp.errors import Problem

SHAPE = re.compile(r"\d{1,3}(\.\d{1,2})?", re.ASCII)


def read_points(typed: str) -> int | Problem | None:
    """Return hundredths of a point, None for an empty cell, or the problem."""
    text = unicodedata.normalize("NFKC", typed).replace("。", ".").strip()
    if not text:
        return None
    if SHAPE.fullmatch(text):
        whole, _, decimals = text.partition(".")
        hundredths = int(whole) * 100 + int((decimals + "00")[:2])
        if hundredths <= 10_000:
            return hundredths
    return Problem(typed, "not-points", "分数应为 0 到 100、最多两位小数，现为“{text}”，未保存。", {"text": typed[:20]})
