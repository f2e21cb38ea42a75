"""What a cluster's name says about its niche, and which niches are nearly the same."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil

_PLACES = re.compile(r"^(?:[一-鿿]{2,6}?(?:盟|州|市|旗|县|区))+")
_GENERIC = re.compile(
    r"中小企业|特色|产业集群|产业集聚区|产业园区|产业|集群|集聚区|园区|开发区|高新区|[^一-鿿A-Za-z0-9]"
)
NEARLY = 0.5


@dataclass(frozen=True)
class Niche:
    """The telling part of a cluster's name, without places and the words that every name has.

    Examples
    --------
    >>> sorted(Niche("乳制品").pairs)
    ['乳制', '制品']
    """

    core: str

    @cached_property
    def pairs(self) -> frozenset[str]:
        """Neighbouring characters; a single character is its own pair."""
        if len(self.core) < 2:
            return frozenset({self.core} - {""})
        return frozenset(self.core[index : index + 2] for index in range(len(self.core) - 1))


def niche_of(name: str, places: Iterable[str] = ()) -> Niche:
    """Return the niche a cluster's name tells.

    Parameters
    ----------
    name
        Name of the cluster.
    places
        Names of places to leave out, as the declaration states them.

    Returns
    -------
    Niche
        With an empty core when the name says nothing beyond places and generic words.

    Examples
    --------
    >>> niche_of("呼和浩特市和林格尔县乳制品中小企业特色产业集群").core
    '乳制品'
    >>> niche_of("固阳镁合金产业集群", ["包头市", "固阳县"]).core
    '镁合金'
    """
    text = unicodedata.normalize("NFKC", name)
    for place in places:
        bare = re.sub(r"(盟|市|旗|县|区)$", "", place.strip())
        for written in (place.strip(), bare):
            text = text.replace(written, " ") if len(written) > 1 else text
    return Niche(_GENERIC.sub("", _PLACES.sub("", text.strip())))


def similar_niches(niches: Sequence[Niche], nearly: float = NEARLY) -> Iterator[tuple[Niche, Niche, float]]:
    """Yield pairs of different niches whose pairs of characters overlap, with the share of overlap.

    Parameters
    ----------
    niches
        Different niches.
    nearly
        Smallest Jaccard share, in (0, 1].

    Yields
    ------
    tuple
        Two niches in the order given, and the share.

    Notes
    -----
    Only niches that share one of their rarest pairs are compared: of n pairs, two niches with share ``nearly`` must
    have in common one of the n - ⌈nearly·n⌉ + 1 rarest of each.

    Examples
    --------
    Four of seven different pairs are common to the first two:

    >>> niches = [Niche("稀土永磁材料"), Niche("稀土永磁新材料"), Niche("乳品")]
    >>> [(one.core, other.core, f"{share:.2f}") for one, other, share in similar_niches(niches)]
    [('稀土永磁材料', '稀土永磁新材料', '0.57')]
    """
    frequency: dict[str, int] = defaultdict(int)
    for niche in niches:
        for pair in niche.pairs:
            frequency[pair] += 1
    seen: dict[str, list[int]] = defaultdict(list)
    for position, niche in enumerate(niches):
        rare = sorted(niche.pairs, key=lambda pair: (frequency[pair], pair))
        prefix = rare[: len(rare) - ceil(nearly * len(rare)) + 1]
        candidates = {earlier for pair in prefix for earlier in seen[pair]}
        for earlier in sorted(candidates):
            other = niches[earlier].pairs
            share = len(niche.pairs & other) / len(niche.pairs | other)
            if share >= nearly:
                yield niches[earlier], niche, share
        for pair in prefix:
            seen[pair].append(position)
