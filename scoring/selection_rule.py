"""The announced rule of selection over one ranked frame, and what each of its quotas costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scoring.quotas import Groups, Quota, best_list

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Rule:
    """The rule of selection over one ranked frame."""

    frame: pd.DataFrame
    places: int
    quotas: tuple[Quota, ...]
    groups: Groups
    pass_line: float | None
    sign: int

    @property
    def names(self) -> list[str]:
        """Labels in the order of the frame."""
        return [str(name) for name in self.frame["declaration"]]

    @property
    def merit(self) -> dict[str, float]:
        """Estimate by label, turned so that more is better."""
        return dict(zip(self.names, (self.sign * self.frame["estimate"]).tolist(), strict=True))

    @property
    def by_rank(self) -> dict[int, list[str]]:
        """Labels of each rank, best first."""
        ranks: dict[int, list[str]] = {}
        for name, rank in sorted(zip(self.names, self.frame["rank"].tolist(), strict=True), key=lambda pair: pair[1]):
            ranks.setdefault(rank, []).append(name)
        return ranks

    @property
    def eligible(self) -> frozenset[str]:
        """Labels at or above the pass line."""
        if self.pass_line is None:
            return frozenset(self.names)
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
        return Rule(self.frame, self.places, kept, self.groups, self.pass_line, self.sign)


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
