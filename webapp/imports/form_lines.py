"""Answers written in lines rather than cells: the cover, the plan, signatures and dates."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from webapp.imports.form_labels import NUMBERING, WORD_LIMIT, Label, after, letters, rest_after
from webapp.imports.shared_lines import Answers, joint_answers, named_answers

DATE = re.compile(
    r"(?:[0-9０-９]{2,4}|[\s_＿xX×]*)\s*年[\s0-9０-９_＿]*月(?:[\s0-9０-９_＿]*日)?|[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}"
)
BARE_DATE = letters("年月日")
BEHIND_HEADING = re.compile(r"\s*(?:[（(].*)?[:：]|\s*[（(][^（()）]*[)）]\s*$|\s*$")
SEALED_KINDS = frozenset({"seal", "signature", "date"})


@dataclass(frozen=True)
class LineReader:
    """Reads the lines of one cell or paragraph; ``printed`` holds titles that are the form's, not an answer's."""

    labels: Sequence[Label]
    context: str = ""
    printed: frozenset[str] = frozenset()

    def read(self, text: str, first: Label | None = None) -> dict[str, str]:
        """Return the text behind each label that opens a line; lines before the next label belong to it too."""
        waiting = [label for label in self.labels if label is not first]
        lines: dict[str, list[str]] = {first.field.key: []} if first else {}
        current = first
        headings = _headings(text.split("\n"), waiting)
        for at, line in enumerate(text.split("\n")):
            opened = headings.get(at) or _opened(line, waiting) or self._dated(line, waiting, current)
            if opened is None:
                if current is not None and not self._is_printed(line, current):
                    lines[current.field.key].append(line)
                continue
            for label, rest in opened:
                waiting = [other for other in waiting if other is not label]
                lines[label.field.key] = [rest] if rest else []
                current = label
        return {key: "\n".join(part).strip() for key, part in lines.items()}

    def _is_printed(self, line: str, current: Label) -> bool:
        bare = letters(line)
        limit = WORD_LIMIT.fullmatch(line.strip().strip("（()）"))
        return bool(bare) and (bare in current.hints or limit is not None or untitled(line) in self.printed)

    def _dated(self, line: str, waiting: Sequence[Label], current: Label | None) -> Answers | None:
        """A line that is a date answers the date whose bracketed words name the part of the form it stands in."""
        is_none = line.strip() == "无" and current is not None and current.field.kind in SEALED_KINDS
        if not is_none and not DATE.fullmatch(line.strip()):
            return None
        written = line.strip() if is_none or any(character.isdigit() for character in line) else ""
        for label in waiting:
            if label.field.kind == "date" and label.head == BARE_DATE and label.context in self.context:
                return [(label, written)]
        return None


def untitled(line: str) -> str:
    """Return the letters of a heading without its number."""
    return letters(NUMBERING.sub("", line, count=1))


def _headings(lines: Sequence[str], waiting: Sequence[Label]) -> dict[int, Answers]:
    """Return which line opens each text: the plainest heading wins over a sentence that begins with its words."""
    headings: dict[int, Answers] = {}
    for label in waiting:
        if label.field.kind == "text" and not label.tail:
            ranked = [(rank, -at) for at, line in enumerate(lines) if (rank := _heading_rank(line, label))]
            best = max(ranked, default=(0, 1))
            if best[0] and -best[1] not in headings:
                headings[-best[1]] = [(label, _heading_rest(lines[-best[1]], label) or "")]
    return headings


def _heading_rank(line: str, label: Label) -> int:
    """Return 3 for a numbered heading alone on its line, 2 for a bare one, 1 with an answer behind it, else 0."""
    rest = _heading_rest(line, label)
    if rest is None:
        return 0
    return 1 if rest else 2 if rest_after(line, label) is not None else 3


def _heading_rest(line: str, label: Label) -> str | None:
    """A heading may be numbered by hand or by Word; a sentence that goes on behind its words is none."""
    for heading in (line, NUMBERING.sub("", line, count=1)):
        behind, rest = after(heading.strip(), label.head), rest_after(heading, label)
        if rest is not None and (behind is None or BEHIND_HEADING.match(behind)):
            return rest
    return None


def _opened(line: str, waiting: Sequence[Label]) -> Answers | None:
    """Return the labels this line opens, with what stands behind them."""
    for at, label in enumerate(waiting):
        if label.tail:
            rest = rest_after(line, label)
            opened = None if rest is None else named_answers(rest, _alike(label, waiting))
        elif label.field.kind == "text":
            continue
        else:
            opened = joint_answers(line, label, waiting[at + 1 : at + 2]) or _plain(line, label)
        if opened is not None:
            return opened
    return None


def _alike(label: Label, waiting: Sequence[Label]) -> list[Label]:
    return [other for other in waiting if other.head == label.head]


def _plain(line: str, label: Label) -> Answers | None:
    rest = rest_after(line, label)
    return None if rest is None else [(label, rest)]
