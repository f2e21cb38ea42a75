"""What is left to the experts: a hint from the form, never a verdict."""

from __future__ import annotations

from dataclasses import dataclass

from rubrics import outcomes
from rubrics.declaration import Declaration, Entry, written
from rubrics.outcomes import Outcome
from rubrics.predicates.predicate import FIELD, Demand, demanded
from rubrics.reading import Node


@dataclass(frozen=True, slots=True)
class Judged:
    """A qualitative statement; ``hints`` are the fields an expert may look at first.

    Examples
    --------
    >>> from rubrics.declaration_reading import read_declaration
    >>> from rubrics.loading import load_pack
    >>> form = load_pack("nm-2023").form
    >>> given = read_declaration(form, {"fields": {"openness.international_ticks": [3, 1]}}, ())
    >>> Judged(("openness.international_ticks",)).evaluate(given).observed
    '集群已开展的国际合作交流活动：已勾选第1、3项'
    """

    hints: tuple[str, ...]

    @property
    def demands(self) -> tuple[Demand, ...]:
        """Return the hinting fields."""
        return demanded(FIELD, self.hints)

    def evaluate(self, declaration: Declaration) -> Outcome:
        """Return judged, with what the hinting fields hold."""
        hints = [f"{declaration.label(key)}：{_shown(declaration.entries(key))}" for key in self.hints]
        if not hints:
            return Outcome(outcomes.JUDGED, "", "属定性条件，由专家评判，不影响审查结论。", {})
        values = {"hints": "；".join(hints)}
        return Outcome(outcomes.JUDGED, values["hints"], "属定性条件，由专家评判；可参看“{hints}”。", values)


def _shown(entries: tuple[Entry, ...]) -> str:
    ticks = entries[0]
    if isinstance(ticks, tuple):
        return "已勾选第" + "、".join(map(str, ticks)) + "项"
    return "、".join(written(entry) if not isinstance(entry, str) else entry[:40] for entry in entries)


def read_judged(node: Node) -> Judged:
    """Return `Judged` from ``{judged_on: [fields]}``."""
    return Judged(node.texts("judged_on"))
