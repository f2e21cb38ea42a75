"""Which uploaded files lie beside which criterion: those whose field of the form the criterion looks at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rubrics.loading import load_pack
from rubrics.model import Area
from webapp.models import Evidence
from webapp.queries.own_sheets import File
from webapp.services.evidence_items import evidence_items


@dataclass(frozen=True)
class Paper:
    """One uploaded file under the title of what it was asked for."""

    title: str
    file: Evidence | File


@dataclass(frozen=True)
class Papers:
    """The files of a declaration: beside their criteria, and those that bear on the whole."""

    beside: Mapping[str, tuple[Paper, ...]]
    whole: tuple[Paper, ...]


def lay_out_evidence(pack_id: str, areas: Sequence[Area], files: Sequence[Evidence | File]) -> Papers:
    """Lay every file where it is read; none is left out and none is shown to a criterion it does not bear on."""
    if not files:
        return Papers({}, ())
    fields = {item.key: set(item.fields) for item in evidence_items(pack_id)}
    titles = {item.key: item.label for item in evidence_items(pack_id)}
    materials = {one.number: one.title for one in load_pack(pack_id).materials}
    beside: dict[str, tuple[Paper, ...]] = {}
    laid: set[int] = set()
    for criterion in (one for area in areas for one in area.criteria):
        bearing = [file for file in files if fields.get(file.field_key or "", set()) & set(criterion.fields)]
        beside[criterion.key] = tuple(Paper(titles[file.field_key or ""], file) for file in bearing)
        laid |= {file.id for file in bearing}
    others = [file for file in files if file.id not in laid]
    whole = (
        Paper(titles.get(file.field_key or "", "") or materials.get(file.material or 0, ""), file) for file in others
    )
    return Papers(beside, tuple(whole))
