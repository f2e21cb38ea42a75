"""The form of what is stated beside the application form: applicant, place, lists, facts, materials, evidence."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from rubrics.cell_reading import MalformedValueError
from rubrics.known_facts import read_known
from rubrics.model import Material
from webapp.errors import Problem
from webapp.services.asked_particulars import Particular
from webapp.services.evidence_items import EvidenceItem

SEPARATORS = str.maketrans("，,；;／/", "、、、、、、")
FLAGS = {"yes": True, "no": False}


@dataclass(frozen=True)
class Particulars:
    """What was stated: values by path, words by evidence item, words and missing parts by material."""

    known: Mapping[str, Any]
    evidence: Mapping[str, str]
    materials: Mapping[str, str]
    gaps: Mapping[str, list[str]]


def read_particulars(
    asked: Iterable[Particular],
    items: Iterable[EvidenceItem],
    materials: Iterable[Material],
    form: MultiDict[str, str],
) -> tuple[Particulars, tuple[Problem, ...]]:
    """Return what can be read, None for what was left blank, and every problem by its path."""
    known: dict[str, Any] = {}
    problems: list[Problem] = []
    for one in asked:
        value = typed_value(one, form.get(one.path, "").strip())
        try:
            if value is not None:
                read_known(one.path, value)
            known[one.path] = value
        except MalformedValueError as malformed:
            problems.append(Problem(one.path, malformed.code, malformed.template, malformed.values))
    listed = tuple(materials)
    stated = Particulars(
        known,
        chosen({item.key: form.get(f"evidence:{item.key}", "") for item in items}, ("paper", "missing")),
        chosen({str(one.number): form.get(f"material:{one.number}", "") for one in listed}, ("have", "missing")),
        {str(one.number): parts for one in listed if (parts := missing_parts(one, form))},
    )
    return stated, tuple(problems)


def typed_value(asked: Particular, text: str) -> Any:
    """Return the plain value of what was typed; None for a blank."""
    if not text:
        return None
    if asked.shape == "flag":
        return FLAGS.get(text, text)
    if asked.shape == "series":
        return [part.strip() for part in text.translate(SEPARATORS).split("、") if part.strip()]
    return text


def chosen(words: Mapping[str, str], allowed: tuple[str, ...]) -> dict[str, str]:
    """Keep the words that mean something."""
    return {key: word for key, word in words.items() if word in allowed}


def missing_parts(material: Material, form: MultiDict[str, str]) -> list[str]:
    """Return the ticked parts of a material that are missing."""
    return [part for part in material.parts if part in form.getlist(f"part:{material.number}")]
