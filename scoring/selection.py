"""From a ranked list to a decision: cut line, ties, floors and caps, and what is settled and what is not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING

from scoring.notes import Note
from scoring.quotas import Groups, Quota
from scoring.selection_rule import Price, Ranked, Rule, prices
from scoring.tie_breaking import Figures, Tie, break_ties

if TYPE_CHECKING:
    import pandas as pd

SETTLED = 0.95
STATUSES = ("selected", "tied", "reserve", "not_selected")
STANDINGS = ("settled_in", "open", "settled_out")


@dataclass(frozen=True)
class Selected:
    """One line of a proposed list.

    Attributes
    ----------
    rank, estimate, p_top_k
        As they were given.
    position
        Counts from 1 after ties are resolved; equal positions need a vote.
    status
        One of `STATUSES` (``tied``: a vote must decide).
    standing
        One of `STANDINGS` (0.95 either way).
    reason
        Empty, ``below_pass_line``, ``floor`` (in because of a floor) or ``cap`` (out because of a cap or of another
        group's floor).
    """

    declaration: str
    rank: int
    position: int
    estimate: float
    p_top_k: float
    status: str
    standing: str
    reason: str


@dataclass(frozen=True)
class Selection:
    """A proposed list.

    Attributes
    ----------
    rows
        Every declaration in the order of the list; ``frame`` has the same as columns.
    places, n_selected, n_open_seats
        Places asked for, filled for certain, and left to a vote.
    cut_line
        Estimates of the last selected and of the first not selected, points; ``None`` where there is none.
    ties
        Every group of equal estimates and how it was resolved.
    prices
        Of all quotas together and of each, where there are any.
    notes
        What must be said.
    """

    rows: tuple[Selected, ...]
    places: int
    n_selected: int
    n_open_seats: int
    cut_line: tuple[float | None, float | None]
    ties: tuple[Tie, ...]
    prices: tuple[Price, ...]
    notes: tuple[Note, ...]

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The rows as a frame."""
        import pandas as pd

        return pd.DataFrame([vars(row) for row in self.rows], columns=[one.name for one in fields(Selected)])


def select(
    frame: pd.DataFrame | Ranked,
    *,
    places: int,
    tie_order: Sequence[str] = (),
    tie_figures: Figures | None = None,
    pass_line: float | None = None,
    floors: Sequence[Quota] = (),
    caps: Sequence[Quota] = (),
    groups: Groups | None = None,
    reserve: int = 0,
    higher_is_better: bool = True,
) -> Selection:
    """Propose the list from a ranked frame.

    Parameters
    ----------
    frame
        `scoring.ranking.Ranking.frame`, or its columns.
    places
        Places to fill at most.
    tie_order, tie_figures
        See `scoring.tie_breaking.break_ties`.
    pass_line
        Least estimate that may be selected, points; ``None`` for none.
    floors, caps
        Quotas by group; ``groups`` gives partition → declaration → group.
    reserve
        How many stand by after the list.
    higher_is_better
        Direction of the points.

    Raises
    ------
    ImpossibleQuotasError
        With the reasons in words.

    Notes
    -----
    The order of the rows within a tie changes nothing. O(n log n) without quotas over several partitions.

    Examples
    --------
    >>> rows = pd.DataFrame({"declaration": list("abc"), "rank": [1, 2, 2], "estimate": [90.0, 80.0, 80.0],
    ...                      "p_top_k": [0.99, 0.5, 0.5]})
    >>> select(rows, places=2).frame["status"].tolist()  # nobody announced how to resolve ties
    ['selected', 'tied', 'tied']
    >>> select(rows, places=2, tie_order=["green"], tie_figures={"green": {"b": 70, "c": 75}}).frame["status"].tolist()
    ['selected', 'selected', 'not_selected']
    """
    ranked = frame if isinstance(frame, Ranked) else Ranked.of(frame)
    rule = Rule(ranked, places, (*floors, *caps), groups or {}, pass_line, 1 if higher_is_better else -1)
    ties = tuple(break_ties(tied, tie_order, tie_figures or {}) for tied in rule.by_rank.values() if len(tied) > 1)
    order = _resolved_order(rule.by_rank, ties)
    chosen = rule.chosen(order)
    contested = _contested(rule, order, ties, chosen)
    status = _statuses(rule, order, chosen, contested, reserve)
    free = rule.without(rule.quotas).chosen(order) if rule.quotas else chosen
    rows = _rows(rule, order, ties, status, free)
    certain = [name for name in order if status[name] == "selected"]
    return Selection(
        rows=rows,
        places=places,
        n_selected=len(certain),
        n_open_seats=len(chosen) - len(certain),
        cut_line=_cut_line(rows),
        ties=ties,
        prices=prices(rule, order, chosen),
        notes=_notes(rule, rows, contested, chosen),
    )


def _resolved_order(by_rank: Mapping[int, list[str]], ties: Sequence[Tie]) -> list[str]:
    resolved = {frozenset(tie.declarations): tie.declarations for tie in ties}
    return [name for tied in by_rank.values() for name in resolved.get(frozenset(tied), tuple(tied))]


def _contested(rule: Rule, order: list[str], ties: Sequence[Tie], chosen: frozenset[str]) -> frozenset[str]:
    """Find those whose place depends on the order within a block that no rule resolves."""
    contested = set()
    for block in [block for tie in ties for block in tie.unresolved]:
        if not 0 < len(chosen & set(block)) < len(block):
            continue
        for name in block:
            others = [other for other in block if other != name]
            first, last = (name, *others), (*others, name)
            if (name in rule.chosen(_with(order, first))) != (name in rule.chosen(_with(order, last))):
                contested.add(name)
    return frozenset(contested)


def _with(order: list[str], block: tuple[str, ...]) -> list[str]:
    start = min(order.index(name) for name in block)
    return [*order[:start], *block, *order[start + len(block) :]]


def _statuses(
    rule: Rule, order: list[str], chosen: frozenset[str], contested: frozenset[str], reserve: int
) -> dict[str, str]:
    status = {name: "tied" if name in contested else "selected" if name in chosen else "not_selected" for name in order}
    eligible = rule.eligible
    waiting = [name for name in order if status[name] == "not_selected" and name in eligible]
    return {**status, **dict.fromkeys(waiting[:reserve], "reserve")}


def _rows(
    rule: Rule, order: list[str], ties: Sequence[Tie], status: Mapping[str, str], free: frozenset[str]
) -> tuple[Selected, ...]:
    ranked, first = rule.ranked, {name: block[0] for tie in ties for block in tie.unresolved for name in block}
    position = {name: at for at, name in enumerate(order, start=1)}
    figures = zip(ranked.rank.tolist(), ranked.estimate.tolist(), ranked.p_top_k.tolist(), strict=True)
    given = dict(zip(ranked.names, figures, strict=True))
    rows = []
    for name in order:
        rank, estimate, chance = given[name]
        reason = _reason(rule, name, status[name], name in free)
        place = position[first.get(name, name)]
        rows.append(Selected(name, rank, place, estimate, chance, status[name], standing(chance), reason))
    return tuple(rows)


def _reason(rule: Rule, name: str, status: str, is_free: bool) -> str:
    """Say why it is in or out, where the order alone does not say it."""
    if name not in rule.eligible:
        return "below_pass_line"
    if status == "tied" or (status == "selected") == is_free:
        return ""
    return "floor" if status == "selected" else "cap"


def standing(p_top_k: float) -> str:
    """Say whether a place is settled: at least 0.95, at most 0.05, or open between.

    Examples
    --------
    >>> [standing(p) for p in (0.95, 0.5, 0.05)]
    ['settled_in', 'open', 'settled_out']
    """
    return "settled_in" if p_top_k >= SETTLED else "settled_out" if p_top_k <= round(1 - SETTLED, 9) else "open"


def _cut_line(rows: Sequence[Selected]) -> tuple[float | None, float | None]:
    inside = [row.estimate for row in rows if row.status == "selected"]
    outside = [row.estimate for row in rows if row.status in ("reserve", "not_selected")]
    return (inside[-1] if inside else None, outside[0] if outside else None)


def _notes(rule: Rule, rows: Sequence[Selected], contested: frozenset[str], chosen: frozenset[str]) -> tuple[Note, ...]:
    notes = []
    if contested:
        seats = len(chosen & contested)
        names = tuple(row.declaration for row in rows if row.declaration in contested)
        template = "{names} 并列，按公布的次序仍分不出先后，剩余 {seats} 个名额须表决。"
        notes.append(Note("tied_at_the_line", template, {"names": "、".join(names), "seats": str(seats)}, names))
    if len(chosen) < min(rule.places, len(rows)):
        template = "名额 {places} 项，符合条件的只能选出 {count} 项。"
        notes.append(Note("places_left", template, {"places": str(rule.places), "count": str(len(chosen))}))
    n_open = sum(row.standing == "open" for row in rows)
    n_settled = sum(row.standing == "settled_in" for row in rows)
    template = "有把握入选的 {settled} 项，尚难断定的 {open} 项（入选概率在 5 % 与 95 % 之间）。"
    notes.append(Note("settled_and_open", template, {"settled": str(n_settled), "open": str(n_open)}))
    return tuple(notes)
