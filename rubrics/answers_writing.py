"""A stored answer as a person reads and writes it: on the screen, in a table, in the exported form."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from rubrics.form import Field, Form, Section
from rubrics.numbers import Gap

Answer = None | str | list[str | None] | list[int] | list[int | None]


@dataclass(frozen=True, slots=True)
class Counter:
    """Characters used of a limit; spaces and line ends do not count.

    Examples
    --------
    >>> Counter(201, 200).left
    -1
    """

    used: int
    limit: int

    @property
    def left(self) -> int:
        """Characters left, negative above the limit."""
        return self.limit - self.used


def count_chars(text: str) -> int:
    """Return the characters of a text without spaces and line ends, as Word counts 字符数（不计空格）.

    Examples
    --------
    >>> count_chars("特色 产业\\n集群")
    6
    """
    return sum(1 for character in text if not character.isspace())


def same_text(one: str, other: str) -> bool:
    """Whether two texts say the same apart from width of characters and spaces.

    Examples
    --------
    >>> same_text("乳业（A）集群 ", "乳业(Ａ)集群")
    True
    """
    return _bare(one) == _bare(other)


def _bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def counters(field: Field, value: Answer) -> Counter | None:
    """Return how much of its limit a text uses, or None for a field without a limit.

    Examples
    --------
    >>> field = Field("a.b", "情况", "a", "text", "5", "s", 1, max_chars=200)
    >>> counters(field, "供应链稳定")
    Counter(used=5, limit=200)
    """
    if field.max_chars is None:
        return None
    return Counter(count_chars(value) if isinstance(value, str) else 0, field.max_chars)


def section_counter(form: Form, section: Section, answers: Mapping[str, Answer]) -> Counter | None:
    """Return how much of a section's common limit its texts use, or None without one.

    Examples
    --------
    >>> from rubrics.loading import load_pack
    >>> form = load_pack("nm-2023").form
    >>> plan = next(section for section in form.sections if section.key == "plan")
    >>> section_counter(form, plan, {"plan.goals": "到二〇二六年"})
    Counter(used=6, limit=3000)
    """
    if section.max_chars is None:
        return None
    texts = (answers.get(field.key) for field in form.in_section(section.key))
    return Counter(sum(count_chars(text) for text in texts if isinstance(text, str)), section.max_chars)


def render_answer(field: Field, value: Answer) -> str | list[str]:
    """Return a stored answer as text: one text, or one per year; reading it back gives the same answer.

    Parameters
    ----------
    field
        The field.
    value
        What `normalise_answer` gave.

    Returns
    -------
    str or list of str
        A blank is an empty text, no tick at all is 无; ticks are one per line with ☑.

    Examples
    --------
    >>> from rubrics.form import Option
    >>> ticks = Field("a.b", "工作", "a", "ticks", "5", "s", 1, options=(Option(1, "甲"), Option(2, "乙")))
    >>> render_answer(ticks, [2]), render_answer(ticks, []), render_answer(ticks, None)
    ('☑乙', '无', '')
    """
    if field.years > 1:
        cells = value if isinstance(value, list) else [value] * field.years
        return ["" if cell is None else str(cell) for cell in cells]
    if field.kind == "ticks" and isinstance(value, list):
        return render_ticks(field, value)
    return "" if value is None else str(value)


def render_ticks(field: Field, numbers: list[int] | list[int | None] | list[str | None]) -> str:
    """Return the ticked options, one per line; 无 when none is ticked.

    Examples
    --------
    >>> from rubrics.form import Option
    >>> field = Field("a.b", "工作", "a", "ticks", "5", "s", 1, options=(Option(1, "甲"), Option(2, "乙")))
    >>> render_ticks(field, [1, 2])
    '☑甲\\n☑乙'
    """
    lines = [f"☑{option.label}" for option in field.options if option.number in numbers]
    return "\n".join(lines) or Gap.NONE.value
