"""What one person typed beside what another stored meanwhile, cell by cell."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rubrics.loading import load_pack
from webapp.services.describe_desk import declared_fact


@dataclass(frozen=True)
class Difference:
    """One field whose typed answer is not the stored one."""

    key: str
    label: str
    typed: str
    stored: str


def compare_answers(pack_id: str, typed: Mapping[str, Any], stored: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Return the fields that differ, in the order of the form."""
    form = load_pack(pack_id).form
    return tuple(
        Difference(
            one.key,
            one.label,
            "　".join(declared_fact(one, typed[one.key]).values),
            "　".join(declared_fact(one, stored.get(one.key)).values),
        )
        for one in form.fields
        if one.key in typed and typed[one.key] != stored.get(one.key)
    )
