"""The engine's expert as plain values for storage, and back."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from reviewers.people import Employment, Expert, Region, Unit


def profile_of(expert: Expert) -> dict[str, Any]:
    """Return what is stored of an expert; the id is the row's."""
    plain = asdict(replace(expert, preferences=dict(expert.preferences)))
    del plain["id"]
    return plain


def unit_from(plain: Mapping[str, Any]) -> Unit:
    """Read a unit back."""
    lists = {key: tuple(plain[key]) for key in ("aliases", "former_names", "parents")}
    return Unit(plain["name"], **lists, english_name=plain["english_name"])


def employment_from(plain: Mapping[str, Any]) -> Employment:
    """Read a post back."""
    return Employment(unit_from(plain["unit"]), plain["from_year"], plain["to_year"], plain["role"])


def expert_from(expert_key: str, plain: Mapping[str, Any]) -> Expert:
    """Read an expert back under the key the engines know it by."""
    texts = ("titles", "industries", "areas", "keywords", "avoid_declarations")
    return Expert(
        id=expert_key,
        name=plain["name"],
        units=tuple(unit_from(one) for one in plain["units"]),
        region=Region(**plain["region"]),
        avoid_units=tuple(unit_from(one) for one in plain["avoid_units"]),
        employments=tuple(employment_from(one) for one in plain["employments"]),
        preferences=dict(plain["preferences"]),
        available=plain["available"],
        past_load=plain["past_load"],
        timeliness=plain["timeliness"],
        **{key: tuple(plain[key]) for key in texts},
    )


def expert_key(row_id: int) -> str:
    """Return the number by which draws and plans know an expert; it tells no name."""
    return f"E{row_id:05d}"
