"""Titles that break between words: a line may end after a place, before what the thing is, and nowhere inside."""

import re

from markupsafe import Markup, escape

# After a year or the name of an administrative place, and after a bracket that closes.
AFTER = r"(?<=年度)|(?<=自治区)|(?<=[盟旗县])(?=..)|(?<=市)(?!场)|(?<=区)(?![域块])|(?<=[\uff09\u3001\uff1a\xb7])"
# Before the words every name here ends with, and before a bracket that opens.
BEFORE = r"(?=中小企业|特色产业集群|产业园区|管理委员会|拟认定名单|（)"
BREAK = re.compile(f"(?:{AFTER}|{BEFORE})")
PLACE = Markup("<wbr>")


def phrased(text: object) -> Markup:
    """Mark where a line may end; CSS keeps the rest together, and breaks it all the same where it does not fit."""
    plain = text.unescape() if isinstance(text, Markup) else str(text)
    parts = [part for part in BREAK.split(plain) if part]
    return Markup('<span class="phrased">{}</span>').format(PLACE.join(escape(part) for part in parts))


def file_size(size: int) -> str:
    """Show the size of a file in the units that read the same in both languages."""
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1000))} KB"
