"""The answers of a declaration section by section, as a page shows them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rubrics.loading import load_pack
from rubrics.model import Field
from webapp.services.describe_desk import Fact, declared_fact


@dataclass(frozen=True)
class SectionShown:
    """One section of the form with its answers."""

    key: str
    title: str
    rows: tuple[tuple[Field, Fact, Any], ...]


def describe_declaration(pack_id: str, answers: Mapping[str, Any]) -> tuple[SectionShown, ...]:
    """Return every section with field, printed answer and stored answer."""
    form = load_pack(pack_id).form
    return tuple(
        SectionShown(
            section.key,
            section.title,
            tuple(
                (field, declared_fact(field, answers.get(field.key)), answers.get(field.key))
                for field in form.in_section(section.key)
            ),
        )
        for section in form.sections
    )
