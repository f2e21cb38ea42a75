"""Who can take which seats of a draw: candidates with labels, groups that ask for labels, a limit for one label."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

OPEN_STRATUM = "不分组"
NO_LABELS: Mapping[str, tuple[str, ...]] = MappingProxyType({})


class UnusableDrawError(ValueError):
    """The call itself is broken: an id twice, an unknown excluded id, more grouped seats than places."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """
    Someone who may be drawn, with the labels that groups and limits read.

    Examples
    --------
    >>> Candidate("e1", {"area": ("digital", "green"), "unit": ("内蒙古大学",)}).id
    'e1'
    """

    id: str
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: NO_LABELS)


@dataclass(frozen=True, slots=True)
class Stratum:
    """
    A group with its own seats: candidates that carry, for every key of ``where``, one of the listed labels.

    Examples
    --------
    >>> outside = Stratum("区外数字化专家", {"area": ("digital",), "region": ("区外",)}, places=2, reserves=1)
    >>> outside.admits(Candidate("e1", {"area": ("digital",), "region": ("包头市",)}))
    False
    """

    name: str
    where: Mapping[str, tuple[str, ...]]
    places: int
    reserves: int = 0

    def admits(self, candidate: Candidate) -> bool:
        """Whether the candidate may take one of the seats."""
        return all(set(allowed) & set(candidate.labels.get(key, ())) for key, allowed in self.where.items())


@dataclass(frozen=True, slots=True)
class Limit:
    """
    At most so many candidates that share their first label of this key (``unit``).

    Examples
    --------
    >>> Limit("unit", 1).at_most
    1
    """

    key: str
    at_most: int


def strata_of(candidate: Candidate, strata: Sequence[Stratum], seats: Mapping[str, int]) -> list[str]:
    """The groups whose seats a candidate may take, the open group last."""
    named = [stratum.name for stratum in strata if stratum.name in seats and stratum.admits(candidate)]
    return [*named, OPEN_STRATUM] if OPEN_STRATUM in seats else named


def seat_counts(strata: Sequence[Stratum], wanted: Mapping[str, int], total: int) -> dict[str, int]:
    """Seats of each group, and of the open group what is left of the total."""
    open_seats = total - sum(wanted.values())
    if open_seats < 0:
        raise UnusableDrawError("the groups ask for more seats than there are")
    seats = {stratum.name: wanted[stratum.name] for stratum in strata if wanted[stratum.name] > 0}
    return {**seats, OPEN_STRATUM: open_seats} if open_seats else seats


def limit_group(candidate: Candidate, limit: Limit | None) -> str:
    """The label the limit counts, or the empty string for a candidate it does not bind."""
    return next(iter(candidate.labels.get(limit.key, ())), "") if limit else ""
