"""The scoring table of a region as a value: areas, criteria and described score bands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

AREA_KEYS = ("leading_industry", "innovation", "digital", "green", "openness", "governance")
NOT_APPLICABLE_POLICIES = ("never", "redistribute_within_area", "redistribute_over_rubric", "expert_decides")


@dataclass(frozen=True, slots=True)
class Band:
    """One described range of scores; both ends belong to it, in points of the criterion's maximum.

    Examples
    --------
    >>> Band(Decimal(90), Decimal(100), "优秀", "各项均有佐证").label
    '优秀'
    """

    lower: Decimal
    upper: Decimal
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing an expert scores.

    Parameters
    ----------
    key
        Fixed name, ``area.word``.
    title, guidance
        What the expert reads: the name, and what to look at.
    weight
        Percent within the area; the weights of an area sum to 100.
    maximum
        Highest score; the lowest is 0.
    step
        Smallest difference between two scores; bands meet one step apart.
    bands
        From the highest to the lowest, without gap or overlap, covering 0 to ``maximum``.
    fields, conditions
        Keys of the declared fields and ids of the conditions the criterion draws on.
    not_applicable
        Policy when the criterion cannot apply to a cluster, never a zero: ``never`` (it always applies),
        ``redistribute_within_area``, ``redistribute_over_rubric``, or ``expert_decides``.
    not_applicable_when
        Chinese text that says when, empty for ``never``.

    Examples
    --------
    >>> from rubrics.loading import load_pack
    >>> criterion = load_pack("nm-2023").rubric.criterion("green.carbon")
    >>> criterion.band(Decimal("89.99")).label, criterion.not_applicable
    ('良好', 'never')
    """

    key: str
    title: str
    weight: Decimal
    maximum: Decimal
    step: Decimal
    bands: tuple[Band, ...]
    fields: tuple[str, ...]
    conditions: tuple[str, ...]
    guidance: str
    not_applicable: str = "never"
    not_applicable_when: str = ""

    def band(self, score: Decimal) -> Band:
        """Return the band a score falls into; `LookupError` outside 0 to the maximum or between two steps."""
        for band in self.bands:
            if band.lower <= score <= band.upper:
                return band
        raise LookupError(f"{self.key}: no band holds {score}")


@dataclass(frozen=True, slots=True)
class Area:
    """One of the six areas of ability; ``weight`` is percent of the whole, the areas' weights sum to 100.

    Examples
    --------
    >>> from rubrics.loading import load_pack
    >>> area = load_pack("nm-2023").rubric.areas[0]
    >>> area.key, area.weight, sum(criterion.weight for criterion in area.criteria)
    ('leading_industry', Decimal('25'), Decimal('100'))
    """

    key: str
    title: str
    weight: Decimal
    criteria: tuple[Criterion, ...]
    article: str
    source_line: int


@dataclass(frozen=True, slots=True)
class Rubric:
    """The whole scoring table; ``proposed`` weights are ours, because the measure gives none.

    Examples
    --------
    >>> from rubrics.loading import load_pack
    >>> rubric = load_pack("nm-2023").rubric
    >>> len(rubric.areas), sum(1 for _ in rubric.criteria()), rubric.proposed
    (6, 30, True)
    """

    areas: tuple[Area, ...]
    proposed: bool
    weights_note: str

    def criteria(self) -> Iterator[Criterion]:
        """Yield every criterion in printed order."""
        for area in self.areas:
            yield from area.criteria

    def criterion(self, key: str) -> Criterion:
        """Return the criterion with this key; `KeyError` when there is none."""
        for criterion in self.criteria():
            if criterion.key == key:
                return criterion
        raise KeyError(key)
