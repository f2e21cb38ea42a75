"""The sheet of paper: its edges, its type, and how columns share its width."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from webapp.exports.document import Block, Closing, Column, Document, Facts, Layout, Paragraph, Signatures, Table
from webapp.exports.figures import legible, shown, shown_plain
from webapp.exports.phrases import phrases
from webapp.exports.text_width import letters

SHORT_EDGE, LONG_EDGE = 210.0, 297.0
SMALLEST_SCALE = 0.6
BREAKS_IN_TITLES = re.compile("年度|自治区|集群|推荐|申报")
MILLIMETRES_PER_POINT = 25.4 / 72


@dataclass(frozen=True, slots=True)
class Paper:
    """An A4 sheet: edges in millimetres, type sizes in points."""

    is_landscape: bool
    top: float
    bottom: float
    left: float
    right: float
    title_size: float
    body_size: float
    line_pitch: float

    @property
    def width(self) -> float:
        """The width of the text area in millimetres."""
        return (LONG_EDGE if self.is_landscape else SHORT_EDGE) - self.left - self.right


# The official sheet is GB/T 9704-2012: 37 mm above, 28 mm at the binding, 156 × 225 mm of text, 22 lines to a page.
PAPERS: dict[Layout, Paper] = {
    "landscape": Paper(True, 20, 18, 15, 15, 20, 10.5, 15),
    "portrait": Paper(False, 25, 20, 22, 20, 18, 10.5, 16),
    "official": Paper(False, 37, 35, 28, 26, 22, 16, 28.95),
}


def paper_of(document: Document) -> Paper:
    """The sheet a document is printed on."""
    return PAPERS[document.layout]


def title_lines(title: str, paper: Paper) -> list[str]:
    """The title on one line where it fits, else on two where its author or the sense allows, the evener the better.

    One that needs more than two lines breaks where its author says, and inside what is too long where the sense allows.
    A line has a letter to spare: Word parts figures from Chinese, and a face put in for ours may have wider figures.
    """
    readable = legible(title)
    joined, capacity = readable.replace("\n", ""), int(paper.width / paper.title_size / MILLIMETRES_PER_POINT * 2) - 2
    parts = readable.split("\n")
    if letters(joined) <= capacity:
        return [joined]
    if all(letters(part) <= capacity for part in parts):
        return parts
    breaks = [(joined[: sense.end()], joined[sense.end() :]) for sense in BREAKS_IN_TITLES.finditer(joined)]
    fitting = [pair for pair in breaks if max(map(letters, pair)) <= capacity]
    if fitting:
        first, second = min(fitting, key=lambda pair: abs(letters(pair[0]) - letters(pair[1])))
        return [first, second]
    return [line for part in parts for line in filled_lines(part, capacity)]


def filled_lines(text: str, capacity: int) -> list[str]:
    """The text on as few lines as its phrases fill; a phrase longer than a line is left to the setter."""
    lines = [""]
    for phrase in phrases(text):
        if lines[-1] and letters(lines[-1] + phrase) > capacity:
            lines.append("")
        lines[-1] += phrase
    return lines


def shared(columns: Sequence[Column], width: float) -> tuple[list[float], float]:
    """The columns' widths on the sheet, and by how much their type must shrink to fit."""
    natural = sum(column.width for column in columns)
    scale = max(SMALLEST_SCALE, min(1.0, width / natural))
    return [column.width / natural * width for column in columns], scale


def shared_cells(table: Table, position: int) -> list[int]:
    """For each row how many rows its cell covers: 1 by itself, more at the first of a run, 0 inside a run.

    A run ends where a run further left ends, so that equal subtotals of two areas stay apart.
    """
    if not table.columns[position].merged:
        return [1] * len(table.rows)
    decisive = [number for number in range(position + 1) if table.columns[number].merged]
    keys = [tuple(shown(row[number], table.columns[number]) for number in decisive) for row in table.rows]
    runs = [len(list(run)) for _, run in groupby(keys)]
    return [part for length in runs for part in (length, *([0] * (length - 1)))]


def heading_groups(table: Table) -> list[tuple[str, int]]:
    """The upper line of headings: each group with the number of its columns; an ungrouped column stands by itself."""
    groups: list[tuple[str, int]] = []
    for column in table.columns:
        if column.group and groups and groups[-1][0] == column.group:
            groups[-1] = (column.group, groups[-1][1] + 1)
        else:
            groups.append((column.group, 1))
    return groups


def has_groups(table: Table) -> bool:
    """Whether the headings take two lines."""
    return any(column.group for column in table.columns)


def kept_with_next(document: Document) -> list[bool]:
    """For each block whether it must stay on the page of the next, since nobody signs a page without text."""
    kept: list[bool] = []
    following: Block | None = None
    for block in reversed(document.blocks):
        is_note = isinstance(following, Paragraph) and following.role == "note"
        kept.append(isinstance(following, Closing | Signatures) or (is_note and kept[-1]))
        following = block
    return kept[::-1]


def closing_indent(closing: Closing) -> float:
    """How many characters the issuing body stands from the right edge, so that it is centred on the date at four."""
    return max(0.0, 4 - (letters(closing.body) - letters(closing.date)) / 4)


def label_width(paper: Paper) -> float:
    """The width of a label beside a field of an approval form."""
    return min(32.0, paper.width * 0.2)


def fact_widths(facts: Facts, paper: Paper) -> list[float]:
    """The widths of label, value, label, value … across the sheet."""
    pair = paper.width / facts.per_line
    label = min(30.0, pair * 0.35)
    return [label, pair - label] * facts.per_line


def fact_lines(facts: Facts) -> list[list[tuple[str, int, bool]]]:
    """The grid line by line as text, columns covered, and whether it is a label; the last value fills its line."""
    lines = []
    for start in range(0, len(facts.pairs), facts.per_line):
        line: list[tuple[str, int, bool]] = []
        for label, value in facts.pairs[start : start + facts.per_line]:
            line += [(legible(label), 1, True), (shown_plain(value), 1, False)]
        text, _, _ = line.pop()
        line.append((text, 2 * facts.per_line - len(line), False))
        lines.append(line)
    return lines
