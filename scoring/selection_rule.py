"""The announced rule of selection over one ranked list, and what each of its quotas costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from scoring.lattice import FloatArray, IntArray
from scoring.quotas import Groups, Quota, best_list

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Ranked:
    """A ranked frame by its columns, best first: labels, ranks, estimates in points, and chances of the list.

    Parameters
    ----------
    names
        Labels, length n.
    rank, estimate, p_top_k
        As in `scoring.ranking.Ranking.frame`, each of shape (n,).
    """

    names: tuple[str, ...]
    rank: IntArray
    estimate: FloatArray
    p_top_k: FloatArray

    @classmethod
    def of(cls, frame: pd.DataFrame) -> Ranked:
        """Take the columns of a frame."""
        rank, estimate, p_top_k = (frame[name].to_numpy() for name in ("rank", "estimate", "p_top_k"))
        return cls(tuple(str(name) for name in frame["declaration"]), rank, estimate, p_top_k)


@dataclass(frozen=True)
class Rule:
    """The rule of selection over one ranked list."""

    ranked: Ranked
    places: int
    quotas: tuple[Quota, ...]
    groups: Groups
    pass_line: float | None
    sign: int

    @cached_property
    def merit(self) -> dict[str, float]:
        """Estimate by label, turned so that more is better."""
        return dict(zip(self.ranked.names, (self.sign * self.ranked.estimate).tolist(), strict=True))

    @cached_property
    def by_rank(self) -> dict[int, list[str]]:
        """Labels of each rank, best first."""
        ranks: dict[int, list[str]] = {}
        pairs = zip(self.ranked.names, self.ranked.rank.tolist(), strict=True)
        for name, rank in sorted(pairs, key=lambda pair: pair[1]):
            ranks.setdefault(rank, []).append(name)
        return ranks

    @cached_property
    def eligible(self) -> frozenset[str]:
        """Labels at or above the pass line."""
        if self.pass_line is None:
            return frozenset(self.ranked.names)
        return frozenset(name for name, merit in self.merit.items() if merit >= self.sign * self.pass_line)

    def chosen(self, order: Sequence[str]) -> frozenset[str]:
        """Return the list for one order of the tied."""
        eligible = self.eligible
        return best_list(
            [name for name in order if name in eligible], self.merit, self.places, self.quotas, self.groups
        )

    def without(self, dropped: Sequence[Quota]) -> Rule:
        """Return the rule with some quotas dropped."""
        kept = tuple(quota for quota in self.quotas if quota not in dropped)
        return Rule(self.ranked, self.places, kept, self.groups, self.pass_line, self.sign)


@dataclass(frozen=True)
class Price:
    """What a floor or a cap costs: the list without it against the list with it.

    Parameters
    ----------
    quota
        The constraint, or ``None`` for all of them together.
    loss
        Points of estimate the list gives up, all places together; 0 where the constraint does not bind.
    let_in, left_out
        Declarations that are on the list because of it, and those that are not.
    """

    quota: Quota | None
    loss: float
    let_in: tuple[str, ...]
    left_out: tuple[str, ...]


def prices(rule: Rule, order: list[str], chosen: frozenset[str]) -> tuple[Price, ...]:
    """Return the price of all quotas together and of each, nothing where there are none."""
    if not rule.quotas:
        return ()
    dropped: list[tuple[Quota | None, Sequence[Quota]]] = [(None, rule.quotas), *((q, (q,)) for q in rule.quotas)]
    return tuple(_price(rule, order, chosen, quota, without) for quota, without in dropped)


def _price(
    rule: Rule, order: list[str], chosen: frozenset[str], quota: Quota | None, dropped: Sequence[Quota]
) -> Price:
    free, merit = rule.without(dropped).chosen(order), rule.merit
    let_in = tuple(name for name in order if name in chosen - free)
    left_out = tuple(name for name in order if name in free - chosen)
    shared = min(len(let_in), len(left_out))
    loss = sum(merit[name] for name in left_out[:shared]) - sum(merit[name] for name in let_in[:shared])
    return Price(quota, loss, let_in, left_out)
