"""What a round's settings and its pack come to when something is scored: read once, kept by the words they stand in."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from rubrics.model import Area
from scoring.composite import AreaWeights, WholeArea, in_whole_numbers
from webapp.models import Round
from webapp.queries.own_sheets import OwnSeat, Place
from webapp.services.describe_pack import areas_of
from webapp.services.round_settings import RoundSettings


@dataclass(frozen=True, eq=False)
class RoundRules:
    """Settings, areas, exact weights, also as whole numbers, and titles; the same words, the same object."""

    settings: RoundSettings
    areas: tuple[Area, ...]
    weights: tuple[AreaWeights, ...]
    whole: tuple[WholeArea, ...]
    titles: Mapping[str, str]


@lru_cache(maxsize=64)
def read_rules(pack_id: str, settings: str) -> RoundRules:
    """Read them; the text of the settings is the key, so that changed settings are other rules."""
    read = RoundSettings.from_json(json.loads(settings))
    areas = areas_of(pack_id, read)
    titles = {criterion.key: criterion.title for area in areas for criterion in area.criteria}
    weights = joined_weights(areas, read.weights)
    return RoundRules(read, areas, weights, in_whole_numbers(weights), titles)


def rules_of(found: Round | Place | OwnSeat) -> RoundRules:
    """Return the rules of a round, however it was read."""
    settings = found.settings if isinstance(found.settings, str) else json.dumps(found.settings, ensure_ascii=False)
    return read_rules(found.pack_id, settings)


def joined_weights(areas: tuple[Area, ...], given: Mapping[str, str]) -> tuple[AreaWeights, ...]:
    """Join the round's weights of the areas with the pack's weights of the criteria, as exact fractions."""
    return tuple(
        AreaWeights(
            area.key,
            Fraction(given.get(area.key, str(area.weight))),
            tuple((criterion.key, Fraction(criterion.weight)) for criterion in area.criteria),
        )
        for area in areas
    )
