"""The online form: what was typed in each cell becomes answers, and problems by cell."""

from typing import Any

from werkzeug.datastructures import MultiDict

from rubrics.answers import normalise_answer
from rubrics.model import Field, Pack
from rubrics.problems import Problem as PackProblem
from webapp.errors import Problem
from webapp.forms.chosen_numbers import chosen_numbers


def is_asked_online(field: Field) -> bool:
    """Tell whether the applicant types it: not what is signed or sealed on paper, nor what the city writes."""
    return field.kind not in ("signature", "seal") and field.filled_by == "applicant"


def typed_cells(field: Field, form: MultiDict[str, str]) -> object:
    """Collect the cells of one field as they were typed."""
    if field.kind == "ticks":
        if f"{field.key}.none" in form:
            return "无"
        chosen = form.getlist(field.key)
        return chosen_numbers(chosen) if chosen else None
    if field.years > 1:
        return [form.get(f"{field.key}.{index}", "") for index in range(field.years)]
    return form.get(field.key, "")


def read_declaration(pack: Pack, form: MultiDict[str, str]) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """Return the answers that can be read, and every problem with its cell."""
    answers: dict[str, Any] = {}
    problems: list[Problem] = []
    for field in filter(is_asked_online, pack.form.fields):
        read = normalise_answer(field, typed_cells(field, form))
        if isinstance(read, PackProblem):
            problems.append(Problem(read.path, read.code, read.message_template, read.message_values))
        else:
            answers[field.key] = read
    return answers, tuple(problems)
