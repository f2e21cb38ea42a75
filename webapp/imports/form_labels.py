"""Printed labels recognised however they were typed: width, space, punctuation and bracketed hints do not matter."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rubrics.form import Field, Form, Section

BRACKETED = re.compile(r"[（(]([^（）()]*)[)）]")
WORD_LIMIT = re.compile(r"(?:.*[，,])?\s*[0-9]+\s*字以内")
NUMBERING = re.compile(
    r"\A\s*(?:第|附?表)?\s*[（(]?"
    r"(?:[一二三四五六七八九十]{1,3}|[0-9０-９]{1,3}(?:[.．][0-9０-９]{1,2})*|[壹贰叁肆伍陆柒捌玖拾]|[Ⅰ-Ⅻ]|[①-⑳])"
    r"[)）]?\s*(?:部分|[章节、.．：:])?\s*"
)
REMARK = re.compile(r"\s*[（(]\s*注\s*[:：]")
SEPARATED = re.compile(r"\s|[：:（(）)]|$")
AFTER_LABEL = re.compile(r"\s*[）)]?\s*[:：]?\s*")
TWO_PARTS = re.compile(r"(\S[^：]*?)[：\s]+(\S+)")
BLANK_YEAR = r"[xX×ＸＸ＿_\s]*"
YEAR_WORDS = r"年[度末底]?\s*(?:1\s*[-—–~至到]\s*12\s*月)?\s*(?:\([^()]*\))?"
YEAR_CELL = re.compile(rf"\s*(?:((?:[0-9]{{2}}){{1,2}})\s*{YEAR_WORDS}|{BLANK_YEAR}年)\s*")
CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
BARE_YEAR = re.compile(r"20[0-9]{2}")


def letters(text: str) -> str:
    """Return only the letters and digits of a text, full-width ones folded.

    >>> letters("集群 总产值（亿元）：") == "集群总产值亿元"
    True
    """
    return "".join(character for character in unicodedata.normalize("NFKC", text) if character.isalnum())


def after(text: str, label: str) -> str | None:
    """Return what follows a label (given as `letters`) at the beginning of a text, or None when it is not there."""
    found = 0
    for position, character in enumerate(text):
        if found >= len(label):
            return text[position:]
        part = letters(character)
        if label[found : found + len(part)] != part:
            return None
        found += len(part)
    return "" if found == len(label) else None


def year_of(text: str) -> int | None:
    """Return the year a header cell names, 0 for an unfilled “XX 年”, None for any other cell."""
    match = YEAR_CELL.fullmatch(unicodedata.normalize("NFKC", text).translate(CHINESE_DIGITS))
    if match is None:
        return None
    if not match[1]:
        return 0
    return int(match[1]) if len(match[1]) == 4 else 2000 + int(match[1])


def bare_years(texts: Sequence[str]) -> list[int]:
    """Return the years of neighbouring cells that print them without 年; figures hardly ever follow each other so.

    >>> bare_years(["2021", "2022 ", "2023"]), bare_years(["2021", "2035", "2050"]), bare_years(["2021"])
    ([2021, 2022, 2023], [], [])
    """
    bare = [unicodedata.normalize("NFKC", text).strip() for text in texts]
    years = [int(text) for text in bare if BARE_YEAR.fullmatch(text)]
    steps = {later - earlier for earlier, later in pairwise(years)}
    return years if len(years) == len(texts) > 2 and steps in ({1}, {-1}) else []


@dataclass(frozen=True)
class Label:
    """A field's printed label taken apart.

    ``head`` is what stands at its row; ``tail`` its column or inner label, where the label has two parts
    (“国际标准 主持数量”, “所属地区：盟市”); ``context`` the bracketed words that tell equal labels apart.
    """

    field: Field
    head: str
    tail: str
    context: str
    hints: tuple[str, ...]

    def is_whole(self, text: str) -> bool:
        """Whether a cell prints this label of two parts in one piece."""
        return bool(self.tail) and letters(text) == letters(self.field.label)


def label_of(entry: Field) -> Label:
    """Return the label of a field taken apart."""
    bare = BRACKETED.sub("", entry.label).strip()
    context = "".join(letters(match[1]) for match in BRACKETED.finditer(entry.label))
    parts = TWO_PARTS.fullmatch(bare)
    head, tail = (parts[1], parts[2]) if parts and entry.kind != "date" and len(parts[1]) > 2 else (bare, "")
    hints = tuple(letters(text) for text in (entry.evidence or "", entry.guidance, context) if text)
    return Label(entry, letters(head), letters(tail), context, hints)


def labels_of(form: Form, section: Section) -> tuple[Label, ...]:
    """Return the labels of a section in printed order."""
    return tuple(label_of(entry) for entry in form.in_section(section.key))


def without_hints(text: str, label: Label) -> str:
    """Return a cell's text without the printed remarks in brackets that belong to the form, not to the answer."""

    def keep(match: re.Match[str]) -> str:
        inner = letters(match[1])
        printed = (
            WORD_LIMIT.fullmatch(match[1].strip()) or inner in label.hints or inner.removeprefix("注") in label.hints
        )
        return "" if printed else match[0]

    return BRACKETED.sub(keep, text)


def rest_after(text: str, label: Label, head: str | None = None) -> str | None:
    """Return the answer written behind a label in the same cell or line, None when the label is not there.

    A running sentence that happens to begin with the label's words is no label; a label may stand behind a number or
    in a printed remark, “（注：…需提供计算公式）”.
    """
    words = label.head if head is None else head
    openings = (REMARK.match(text), NUMBERING.match(text))
    for offset in (0, *(opening.end() for opening in openings if opening)):
        rest = after(text[offset:].lstrip(), words)
        if rest is not None and SEPARATED.match(rest):
            return AFTER_LABEL.sub("", without_hints(rest, label), count=1).strip()
    return None
