"""What a page shows of a rule pack, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass

from rubrics.loading import load_pack, pack_ids
from rubrics.model import Field, Pack


@dataclass(frozen=True)
class PackTitle:
    """One choice when opening a round."""

    id: str
    title: str
    region: str
    is_complete: bool


def list_packs() -> list[PackTitle]:
    """List the packs that are installed."""
    return [PackTitle(one.id, one.title, one.region, one.complete) for one in map(load_pack, pack_ids())]


def rubric_areas(pack_id: str) -> list[tuple[str, str]]:
    """Return key and title of the six areas in order."""
    return [(area.key, area.title) for area in load_pack(pack_id).rubric.areas]


def pack_for_page(pack_id: str) -> Pack:
    """Return the pack itself: frozen values that a template may read."""
    return load_pack(pack_id)


def fields_of_criteria(pack_id: str) -> Mapping[str, tuple[Field, ...]]:
    """Map each criterion to the declared fields that bear on it."""
    pack = load_pack(pack_id)
    return {
        criterion.key: tuple(pack.form.field(key) for key in criterion.fields)
        for area in pack.rubric.areas
        for criterion in area.criteria
    }
