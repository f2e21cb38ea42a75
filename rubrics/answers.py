"""The one door to answers: read what was typed, check a filled form, write an answer out, recompute its averages."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from rubrics.answers_checks import AnswerFinding, check_answers, check_cells
from rubrics.answers_typing import normalise_answer
from rubrics.answers_writing import Answer, Counter, counters, render_answer, section_counter
from rubrics.form import Form
from rubrics.numbers import ImpossibleGrowthError, MalformedNumberError, geometric_mean_growth, read_number

__all__ = [
    "Answer",
    "AnswerFinding",
    "Counter",
    "check_answers",
    "check_cells",
    "counters",
    "normalise_answer",
    "recomputed_averages",
    "render_answer",
    "section_counter",
]


def recomputed_averages(form: Form, answers: Mapping[str, Answer]) -> dict[str, Decimal]:
    """Return the averages the form asks for, recomputed from the yearly rows as geometric means.

    Parameters
    ----------
    form
        Form of the pack; its fields say which row they average.
    answers
        Stored answers by key.

    Returns
    -------
    dict
        Key of the average → percent at two decimals; a key is absent when a year is blank, 无, unreadable or
        below -100 %.

    Examples
    --------
    1.10 × 1.10 × 0.96 = 1.1616, whose cube root is 1.0512….

    >>> from rubrics.loading import load_pack
    >>> recomputed_averages(load_pack("nm-2023").form, {"leading_industry.growth": ["10", "10", "-4"]})
    {'leading_industry.average_growth': Decimal('5.12')}
    """
    averages: dict[str, Decimal] = {}
    for field in form.fields:
        row = answers.get(field.average_of) if field.average_of else None
        mean = _mean(row) if isinstance(row, list) else None
        if mean is not None:
            averages[field.key] = mean
    return averages


def _mean(row: list[str | None] | list[int] | list[int | None]) -> Decimal | None:
    try:
        numbers = [read_number(cell) for cell in row]
        rates = [number for number in numbers if isinstance(number, Decimal)]
        return geometric_mean_growth(rates) if rates and len(rates) == len(row) else None
    except (MalformedNumberError, ImpossibleGrowthError):
        return None
