"""The expert works in the city or county of the cluster, where the round counts that as a conflict."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from reviewers.conflict_rules.context import Context
from reviewers.findings import Conflict
from reviewers.places import city_key, county_key

RULE = "same_region"
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
        written = declaration.city if level == "city" else declaration.county
        here[_place(level, declaration.city, declaration.county)].append((declaration.id, written))
    for expert in context.experts.values():
        place = _place(level, expert.region.city, expert.region.county)
        mine = expert.region.city if level == "city" else expert.region.county
        for declaration_id, theirs in here.get(place, ()) if place else ():
            yield Conflict(expert.id, declaration_id, RULE, template, {"mine": mine, "theirs": theirs})


def _place(level: str, city: str, county: str) -> str:
    if level == "city":
        return city_key(city)
    return f"{city_key(city)}/{county_key(city, county)}" if county else ""
