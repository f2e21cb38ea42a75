"""Where a recognised cluster can stand, as a day and what was done before."""

from collections.abc import Callable
from datetime import date

from tests.stories.registry_world import ClusterStory

# Announced on 15 September 2023: valid to 15 September 2026, the last year begins on 16 September 2025.
ANNOUNCED, EARLY, LAST_YEAR = date(2023, 9, 15), date(2024, 6, 3), date(2026, 3, 2)
LAST_DAY, AFTER = date(2026, 9, 15), date(2026, 9, 16)
PACKS = ("nm-2023", "nx-2023")
Told = Callable[[ClusterStory], object]
Place = tuple[date, tuple[Told, ...]]


def heard(day: date) -> tuple[Told, ...]:
    """A case on the second ground that was opened and stated on a day."""
    return (lambda one: one.open_case(2, day), lambda one: one.state(day))


def again(pack: str, day: date) -> tuple[Told, ...]:
    """A re-review under way."""
    if pack == "nx-2023":
        return (lambda one: one.apply(day), lambda one: one.forward(day))
    return (lambda one: one.open_re_review(day),)


def places(pack: str) -> dict[str, Place]:
    """Where a cluster can stand: the day it is looked at, and what was done before."""
    return {
        "in force": (EARLY, ()),
        "last year": (LAST_YEAR, ()),
        "last day": (LAST_DAY, ()),
        "over": (AFTER, ()),
        "over and recorded": (AFTER, (lambda one: one.settle(AFTER),)),
        "in re-review": (LAST_YEAR, again(pack, LAST_YEAR)),
        "in re-review when it runs out": (AFTER, again(pack, LAST_YEAR)),
        "extended": (AFTER, (*again(pack, LAST_YEAR), lambda one: one.decide_re_review("passed", LAST_YEAR))),
        "failed": (LAST_YEAR, (*again(pack, LAST_YEAR), lambda one: one.decide_re_review("failed", LAST_YEAR))),
        "case": (EARLY, heard(EARLY)[:1]),
        "case heard": (EARLY, heard(EARLY)),
        "case when it runs out": (AFTER, heard(LAST_YEAR)),
        "kept": (EARLY, (*heard(EARLY), lambda one: one.decide_case("keep", EARLY))),
        "revoked": (EARLY, (*heard(EARLY), lambda one: one.decide_case("revoke", EARLY))),
        "case in re-review": (LAST_YEAR, (*again(pack, LAST_YEAR), *heard(LAST_YEAR))),
        "case in re-review when it runs out": (AFTER, (*again(pack, LAST_YEAR), *heard(LAST_YEAR))),
        "re-review resumed": (AFTER, (*again(pack, LAST_YEAR), *heard(LAST_YEAR), settled("keep", AFTER))),
        "revoked in re-review": (LAST_YEAR, (*again(pack, LAST_YEAR), *heard(LAST_YEAR), settled("revoke", LAST_YEAR))),
        "case in the last year": (LAST_YEAR, heard(LAST_YEAR)),
    } | (applied() if pack == "nx-2023" else {})


def settled(outcome: str, day: date) -> Told:
    """A case that was decided."""
    return lambda one: one.decide_case(outcome, day)


def applied() -> dict[str, Place]:
    """An application that waits for the city, alone or beside a case."""
    waiting: tuple[Told, ...] = (lambda one: one.apply(LAST_DAY),)
    return {
        "applied": (LAST_DAY, waiting),
        "applied when it runs out": (AFTER, waiting),
        "applied beside a case": (LAST_DAY, (*heard(LAST_YEAR), *waiting)),
        "applied, kept when it runs out": (AFTER, (*heard(LAST_YEAR), *waiting, settled("keep", AFTER))),
    }
