"""A row of the imported pool as the engine's expert."""

from collections.abc import Mapping
from typing import Any

from reviewers.people import Employment, Expert, Region, Unit


def expert_of_row(row: Mapping[str, Any]) -> Expert:
    """Join the cells of one row; the names of the first unit belong to the first unit only."""
    first = Unit(
        row["units"][0],
        aliases=tuple(row["unit_aliases"]),
        former_names=tuple(row["unit_former_names"]),
        parents=tuple(row["parents"]),
        english_name=row["unit_english_name"],
    )
    return Expert(
        id="",
        name=row["name"],
        units=(first, *(Unit(name) for name in row["units"][1:])),
        region=Region(row["province"], row["city"], row["county"]),
        titles=tuple(row["titles"]),
        industries=tuple(row["industries"]),
        areas=tuple(row["areas"]),
        keywords=tuple(row["keywords"]),
        avoid_units=tuple(Unit(name) for name in row["avoid_units"]),
        employments=tuple(employments_of(row)),
    )


def employments_of(row: Mapping[str, Any]) -> list[Employment]:
    """Read advisory and earlier posts with their years; a post without an end still runs."""
    running = [Employment(Unit(post["unit"]), post["from_year"], post["to_year"], "advice") for post in row["advice"]]
    earlier = [Employment(Unit(post["unit"]), post["from_year"], post["to_year"]) for post in row["past"]]
    return [*running, *earlier]
