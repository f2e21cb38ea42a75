"""What a page shows of a rule pack, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from rubrics.loading import load_pack, pack_ids
from rubrics.model import Area, Criterion, Field, Pack
from webapp.services.round_settings import RoundSettings


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


def criterion_titles(pack_id: str) -> dict[str, str]:
    """Map each criterion to its title."""
    return {one.key: one.title for area in load_pack(pack_id).rubric.areas for one in area.criteria}


def pack_for_page(pack_id: str) -> Pack:
    """Return the pack itself: frozen values that a template may read."""
    return load_pack(pack_id)


def areas_of(pack_id: str, settings: RoundSettings) -> tuple[Area, ...]:
    """Return the rubric of a round: the pack's, or for imported scores one area with one criterion."""
    if not settings.is_imported:
        return load_pack(pack_id).rubric.areas
    whole = Decimal(100)
    only = Criterion(
        key="score",
        title="评分",
        weight=whole,
        maximum=Decimal(settings.scale_high),
        step=Decimal("0.01"),
        bands=(),
        fields=(),
        conditions=(),
        guidance="",
    )
    return (Area(key="score", title="评分", weight=whole, criteria=(only,), article="", source_line=0),)


def fields_of_criteria(pack_id: str) -> Mapping[str, tuple[Field, ...]]:
    """Map each criterion to the declared fields that bear on it."""
    pack = load_pack(pack_id)
    return {
        criterion.key: tuple(pack.form.field(key) for key in criterion.fields)
        for area in pack.rubric.areas
        for criterion in area.criteria
    }
