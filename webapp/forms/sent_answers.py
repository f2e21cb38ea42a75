"""Answers as a program sends them: one value for each field it names, read like typed ones, problems by field."""

from collections.abc import Mapping
from typing import Any

from rubrics.answers import normalise_answer
from rubrics.model import Pack
from rubrics.problems import Problem as PackProblem
from webapp.errors import Problem
from webapp.forms.declaration import is_asked_online

UNKNOWN = "申报表中没有这一项，或它不由申报单位填写。"


def read_answers(pack: Pack, sent: Mapping[str, object]) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """Return the answers that can be read, and every problem with its field; what is not sent stays as it was."""
    fields = {field.key: field for field in pack.form.fields if is_asked_online(field)}
    answers: dict[str, Any] = {}
    problems = [Problem(key[:100], "unknown-field", UNKNOWN) for key in sent if key not in fields]
    for key in fields.keys() & sent.keys():
        read = normalise_answer(fields[key], sent[key])
        if isinstance(read, PackProblem):
            problems.append(Problem(read.path, read.code, read.message_template, read.message_values))
        else:
            answers[key] = read
    return answers, tuple(sorted(problems, key=lambda one: one.where))
