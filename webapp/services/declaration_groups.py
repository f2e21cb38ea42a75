"""The groups of declarations that floors and caps of a list speak of."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Row

from webapp.models import Declaration

Place = Row[str, str, dict[str, Any]]


def groups_of(declarations: Iterable[Declaration] | Iterable[Place]) -> dict[str, dict[str, str]]:
    """Tell each declaration's region and industry: partition → number → group."""
    groups: dict[str, dict[str, str]] = {"city": {}, "industry": {}}
    for one in declarations:
        groups["city"][one.number] = one.city
        groups["industry"][one.number] = industry_of(one.context)
    return groups


def industry_of(context: Mapping[str, Any]) -> str:
    """Return the leading industry as it was stated, empty where nothing was."""
    stated = context.get("people", {}).get("industry") or [""]
    return str(stated[0])
