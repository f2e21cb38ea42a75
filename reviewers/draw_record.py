"""What a draw leaves behind: every candidate, its ticket, its outcome and the reason, as one hashable text."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Outcome = Literal["chosen", "reserve", "passed", "excluded"]

OUTCOME_TITLES: Mapping[Outcome, str] = {
    "chosen": "抽中",
    "reserve": "候补",
    "passed": "未抽中",
    "excluded": "不参加抽取",
}

# Why somebody who took part was not drawn.
LATER_TICKET = "票号排在最后一名抽中者之后"
NO_GROUP = "不符合任何一组的抽取条件"
LIMIT_REACHED = "票号在前，但同一单位的名额已满"
SEATS_TAKEN = "票号在前，但可参加的各组名额已由票号更小者占满"


@dataclass(frozen=True, slots=True)
class DrawShortage:
    """
    Groups whose seats cannot be filled together, the smallest statement of why.

    Parameters
    ----------
    strata : tuple of str
        Names of the groups that compete for too few candidates.
    places, fillable : int
        Seats wanted and seats that can be filled.
    eligible : int
        Candidates who may take at least one of these seats.
    capped : bool
        True when there are enough candidates but too many of one unit.

    Examples
    --------
    >>> DrawShortage(("数字化",), 3, 1, 1, capped=False).reason
    '「数字化」共需3人，符合条件的候选专家有1人，最多只能抽出1人。请补充专家或把名额减少2个。'
    """

    strata: tuple[str, ...]
    places: int
    fillable: int
    eligible: int
    capped: bool

    @property
    def reason_template(self) -> str:
        """The Chinese sentence with named places."""
        if self.capped:
            return (
                "「{strata}」共需{places}人，符合条件的候选专家有{eligible}人，但受同一单位人数上限限制最多只能抽出"
                "{fillable}人。请放宽同一单位人数上限、补充其他单位的专家，或把名额减少{missing}个。"
            )
        return (
            "「{strata}」共需{places}人，符合条件的候选专家有{eligible}人，最多只能抽出{fillable}人。"
            "请补充专家或把名额减少{missing}个。"
        )

    @property
    def reason_values(self) -> dict[str, str]:
        """What fills the places of the sentence."""
        return {
            "strata": "」「".join(self.strata),
            "places": str(self.places),
            "eligible": str(self.eligible),
            "fillable": str(self.fillable),
            "missing": str(self.places - self.fillable),
        }

    @property
    def reason(self) -> str:
        """The diagnosis as one Chinese text."""
        return self.reason_template.format_map(self.reason_values)


@dataclass(frozen=True, slots=True)
class DrawEntry:
    """
    One candidate's line in the record.

    ``order`` counts from 1 among the chosen or among the reserves, None otherwise; ``stratum`` is the group whose seat
    was taken, empty otherwise; ``reasons`` are Chinese sentences: for the excluded those handed to the draw, for those
    passed over why.

    Examples
    --------
    >>> DrawEntry("e1", "00ff", "chosen", "不分组", 1, ()).outcome
    'chosen'
    """

    candidate: str
    ticket: str
    outcome: Outcome
    stratum: str
    order: int | None
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DrawRecord:
    """
    A whole draw: the seed, the fingerprint of the pool and every candidate by ticket.

    Examples
    --------
    >>> DrawRecord("00", "ff", (DrawEntry("e1", "0a", "chosen", "不分组", 1, ()),), ()).chosen
    ('e1',)
    """

    seed: str
    pool: str
    entries: tuple[DrawEntry, ...]
    reserve_shortages: tuple[DrawShortage, ...]

    @property
    def chosen(self) -> tuple[str, ...]:
        """Ids of the panel, lowest ticket first."""
        return tuple(entry.candidate for entry in self.entries if entry.outcome == "chosen")

    @property
    def reserves(self) -> tuple[str, ...]:
        """Ids of the reserves in the order in which they step in."""
        return tuple(entry.candidate for entry in self.entries if entry.outcome == "reserve")

    def canonical_text(self) -> str:
        """The record as tab-separated lines, the same on every machine."""
        head = [f"seed\t{self.seed}", f"pool\t{self.pool}"]
        return "\n".join(head + [_line(entry) for entry in self.entries])

    def fingerprint(self) -> str:
        """SHA-256 of the canonical text, 64 hexadecimal digits."""
        return hashlib.sha256(self.canonical_text().encode()).hexdigest()


def _line(entry: DrawEntry) -> str:
    order = "" if entry.order is None else str(entry.order)
    return "\t".join([entry.ticket, entry.candidate, entry.outcome, entry.stratum, order, *entry.reasons])
