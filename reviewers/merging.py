"""Several entries of one person brought together, nothing that a conflict rule reads being lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from reviewers.people import Expert, Unit
from reviewers.units import unit_key

Value = TypeVar("Value")


def merged_expert(experts: Sequence[Expert]) -> Expert:
    """
    One expert from the entries of one person; the first gives id, name and place.

    Parameters
    ----------
    experts : sequence of Expert
        At least one, the entry to be kept first.

    Returns
    -------
    Expert
        Units, posts, avoided units and specialities of all entries, each once; available when every entry is;
        past loads added; the first entry's region, or the first known one.

    Notes
    -----
    A unit known under two spellings stays once, with the other names of both. Cost: linear.

    Examples
    --------
    >>> first = Expert("e1", "王伟", (Unit("内蒙古大学", aliases=("内大",)),), keywords=("稀土",))
    >>> second = Expert("e2", "王伟", (Unit("内蒙古大学（盖章）"), Unit("包头稀土研究院")), keywords=("电机",))
    >>> kept = merged_expert([first, second])
    >>> kept.id, [unit.name for unit in kept.units], kept.keywords
    ('e1', ['内蒙古大学', '包头稀土研究院'], ('稀土', '电机'))
    """
    first = experts[0]
    return replace(
        first,
        units=_one_of_each(unit for expert in experts for unit in expert.units),
        region=next((one.region for one in experts if one.region.province or one.region.city), first.region),
        titles=_all(experts, lambda one: one.titles),
        industries=_all(experts, lambda one: one.industries),
        areas=_all(experts, lambda one: one.areas),
        keywords=_all(experts, lambda one: one.keywords),
        avoid_units=_one_of_each(unit for expert in experts for unit in expert.avoid_units),
        avoid_declarations=_all(experts, lambda one: one.avoid_declarations),
        employments=_all(experts, lambda one: one.employments),
        preferences={name: wish for one in reversed(experts) for name, wish in one.preferences.items()},
        available=all(one.available for one in experts),
        past_load=sum(one.past_load for one in experts),
    )


def _all(experts: Sequence[Expert], values: Callable[[Expert], Iterable[Value]]) -> tuple[Value, ...]:
    return tuple(dict.fromkeys(value for expert in experts for value in values(expert)))


def _one_of_each(units: Iterable[Unit]) -> tuple[Unit, ...]:
    found: dict[str, Unit] = {}
    for unit in units:
        key = unit_key(unit.name)
        found[key] = _joined(found[key], unit) if key in found else unit
    return tuple(found.values())


def _joined(kept: Unit, other: Unit) -> Unit:
    return replace(
        kept,
        aliases=tuple(dict.fromkeys((*kept.aliases, *other.aliases))),
        former_names=tuple(dict.fromkeys((*kept.former_names, *other.former_names))),
        parents=tuple(dict.fromkeys((*kept.parents, *other.parents))),
        english_name=kept.english_name or other.english_name,
    )
