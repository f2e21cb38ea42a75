"""Ties resolved by the announced order and by nothing else: never by name, never by number."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass

VOTE, SPREAD = "vote", "spread"
Figures = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class Tie:
    """Declarations whose estimates are equal.

    Parameters
    ----------
    declarations
        In the order found, those still tied side by side.
    resolved_by
        The rules that told some of them apart, in the announced order.
    unresolved
        Those that no rule tells apart, by blocks of two or more; only a vote can.
    """

    declarations: tuple[str, ...]
    resolved_by: tuple[str, ...]
    unresolved: tuple[tuple[str, ...], ...]


def break_ties(tied: Sequence[str], tie_order: Sequence[str], figures: Figures) -> Tie:
    """Order equal declarations by the announced rules.

    Parameters
    ----------
    tied
        Declarations with equal estimates.
    tie_order
        Names of figures, the first counts first; more is better, except for ``spread``; ``vote`` ends the list.
    figures
        Figure of each declaration by name. A figure that one of them lacks tells nothing apart.

    Examples
    --------
    >>> tie = break_ties(["甲", "乙", "丙"], ["innovation", "vote"], {"innovation": {"甲": 80, "乙": 85, "丙": 80}})
    >>> tie.declarations, tie.resolved_by, tie.unresolved
    (('乙', '甲', '丙'), ('innovation',), (('甲', '丙'),))
    """
    blocks: list[tuple[str, ...]] = [tuple(tied)]
    used: list[str] = []
    for rule in tie_order:
        if rule == VOTE:
            break
        split = [part for block in blocks for part in _split(block, rule, figures.get(rule, {}))]
        if len(split) > len(blocks):
            used.append(rule)
        blocks = split
    return Tie(
        tuple(name for block in blocks for name in block),
        tuple(used),
        tuple(block for block in blocks if len(block) > 1),
    )


def _split(block: tuple[str, ...], rule: str, figure: Mapping[str, float]) -> list[tuple[str, ...]]:
    if len(block) == 1 or any(name not in figure for name in block):
        return [block]
    sign = 1 if rule == SPREAD else -1
    return grouped(block, lambda name: sign * figure[name])


def grouped(names: Sequence[str], key: Callable[[str], float]) -> list[tuple[str, ...]]:
    """Return the names in blocks of equal key, least key first."""
    blocks: dict[Hashable, list[str]] = {}
    for name in sorted(names, key=key):
        blocks.setdefault(key(name), []).append(name)
    return [tuple(block) for block in blocks.values()]
