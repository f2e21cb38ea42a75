"""The expert works in the city or county of the cluster, where the round counts that as a conflict."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from reviewers.conflict_rules.context import Context
from reviewers.findings import Conflict
from reviewers.places import city_key, city_of_county, county_key

RULE = "same_region"
# 和 joins two places only after a place's last character, and not where it begins a name itself (和林格尔县).
NAMES_WITH_AND = "林格尔|静县|硕县|布克赛尔|龙市|田|平[区县]|顺县|政县|县"
SEPARATORS = re.compile(rf"[、,，;；/\s]+|(?<=[市县区旗盟州])[和及与](?!{NAMES_WITH_AND})")
CITY = "专家所在盟市「{mine}」与集群所在盟市「{theirs}」相同"
COUNTY = "专家所在旗县（市、区）「{mine}」与集群所在旗县（市、区）「{theirs}」相同"


def find(context: Context) -> Iterator[Conflict]:
    """Conflicts of place; none when the setting is off or a place is unknown."""
    level = context.settings.same_region
    if level == "off":
        return
    template = CITY if level == "city" else COUNTY
    here: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for declaration in context.declarations:
        for place, theirs in _places(level, declaration.city, declaration.county):
            here[place].append((declaration.id, theirs))
    for expert in context.experts.values():
        for place, mine in _places(level, expert.region.city, expert.region.county):
            for declaration_id, theirs in here.get(place, ()):
                yield Conflict(expert.id, declaration_id, RULE, template, {"mine": mine, "theirs": theirs})


def _places(level: str, city: str, county: str) -> Iterator[tuple[str, str]]:
    """The places one cell names, as keys and as written; a cluster may lie in several counties."""
    counties = [part for part in SEPARATORS.split(county) if part]
    if level == "county":
        for part in counties:
            yield f"{city_key(city) or city_of_county(part)}/{county_key(city, part)}", part
        return
    cities = [part for part in SEPARATORS.split(city) if part] or list(filter(None, map(city_of_county, counties)))
    for part in dict.fromkeys(cities):
        yield city_key(part), part
