"""The answers of one declaration as the printed form shows them: boxes, years, dates and written words."""

import re
from collections.abc import Mapping

from rubrics.answers import Answer, render_answer
from rubrics.form import Field

ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{2})(?:-([0-9]{2}))?")
BLANK_DATE = "　　年　　月　　日"
NONE = "无"


class FormAnswers:
    """The words that stand in the cells of a form, filled or blank."""

    def __init__(self, answers: Mapping[str, Answer], years: Field | None) -> None:
        self.answers = answers
        self.years_field = years

    def text(self, entry: Field) -> str:
        """Return the answer of a field that has one cell."""
        shown = render_answer(entry, self.answers.get(entry.key))
        text = shown if isinstance(shown, str) else "\n".join(shown)
        if entry.kind != "date":
            return text
        match = ISO_DATE.fullmatch(text)
        if match is None:
            return text or BLANK_DATE
        day = f"{int(match[3])}日" if match[3] else ""
        return f"{match[1]}年{int(match[2])}月{day}"

    def cells(self, entry: Field) -> list[str]:
        """Return the three cells of a yearly row."""
        shown = render_answer(entry, self.answers.get(entry.key))
        return shown if isinstance(shown, list) else [shown]

    def options(self, entry: Field) -> list[str]:
        """Return the printed options, ticked ☑ or not □; the answer 无 stands below them."""
        answer = self.answers.get(entry.key)
        chosen = set(answer) if isinstance(answer, list) else {answer}
        lines = [f"{'☑' if {option.number, option.label} & chosen else '□'}{option.label}" for option in entry.options]
        return [*lines, NONE] if answer in ([], NONE) else lines

    def years(self) -> list[str]:
        """Return the year headers, “2023 年” or, in a blank form, “XX 年”."""
        if self.years_field is None:
            return []
        return [f"{year or 'XX'} 年" for year in self.cells(self.years_field)]
