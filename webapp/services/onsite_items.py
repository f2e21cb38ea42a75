"""What a city looks at on site: the declared figures that the measure's conditions rest on."""

from collections.abc import Iterator
from dataclasses import dataclass

from rubrics.loading import load_pack
from webapp.models import Declaration
from webapp.services.describe_desk import declared_fact

TESTED = ("hard", "soft")


@dataclass(frozen=True)
class DeclaredItem:
    """One declared answer to hold against what is found."""

    key: str
    label: str
    declared: str
    evidence: str


def onsite_items(pack_id: str, declaration: Declaration) -> tuple[DeclaredItem, ...]:
    """List the fields that a threshold is laid on, in printed order."""
    pack = load_pack(pack_id)
    tested = {key for one in pack.conditions if one.kind in TESTED for key in one.fields}

    def items() -> Iterator[DeclaredItem]:
        for field in pack.form.fields:
            if field.key in tested:
                cells = declared_fact(field, declaration.answers.get(field.key)).values
                declared = "、".join(cell.replace("\n", "；") or "—" for cell in cells)
                yield DeclaredItem(field.key, field.label, declared, (field.evidence or "").strip("（）"))

    return tuple(items())
