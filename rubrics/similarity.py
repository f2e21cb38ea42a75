"""Declarations that resemble each other too much, or do not add up: shown with the evidence, judged by people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from rubrics.copying import Fields, Shared, figures, find_shared, sentences
from rubrics.niches import Niche, niche_of, similar_niches
from rubrics.numbers import MalformedNumberError, read_number

SAME_NICHE, COPIED_FIGURES = "same_niche", "copied_figures"
COPIED_TEXT, PARTS_ABOVE_WHOLE = "copied_text", "parts_above_whole"

NAME_KEYS = ("basic.cluster_name", "cover.cluster_name")
PLACE_KEYS = ("cover.city", "cover.county")
PARTS: Mapping[str, str] = {
    "leading_industry.smes": "leading_industry.enterprises",
    "leading_industry.specialised_smes": "leading_industry.smes",
    "leading_industry.little_giants": "leading_industry.enterprises",
    "leading_industry.champions": "leading_industry.enterprises",
    "leading_industry.high_tech_and_innovative_smes": "leading_industry.enterprises",
}
_MOST_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Similarity:
    """One resemblance or contradiction, with its evidence.

    Parameters
    ----------
    kind
        ``same_niche``, ``copied_figures``, ``copied_text`` or ``parts_above_whole``.
    declarations
        Ids concerned, in the order given: two or more, or one whose parts exceed their whole.
    fields
        Keys of the fields that show it.
    reason_template, reason_values
        Chinese evidence with named places.

    Examples
    --------
    >>> Similarity("same_niche", ("甲", "乙"), (), "细分领域均为“{niche}”。", {"niche": "乳制品"}).reason
    '细分领域均为“乳制品”。'
    """

    kind: str
    declarations: tuple[str, ...]
    fields: tuple[str, ...]
    reason_template: str
    reason_values: Mapping[str, str]

    @property
    def reason(self) -> str:
        """Return the evidence with its places filled."""
        return self.reason_template.format(**self.reason_values)


def find_similar(declarations: Mapping[str, Fields], parts: Mapping[str, str] = PARTS) -> tuple[Similarity, ...]:
    """Return every resemblance between declarations, and every declaration whose parts exceed their whole.

    Parameters
    ----------
    declarations
        Id → fields as declared (key → value, three values for a yearly row).
    parts
        Key of a count → key of the count that it may not exceed, year by year.

    Returns
    -------
    tuple of Similarity
        By kind, then in the order of the declarations. Blank cells, 无, zeros and short figures are no evidence.

    Notes
    -----
    Near-linear: equal figures and sentences meet in a table, names through their rarest pairs of characters; what
    more than thirty declarations share is reported once for all of them.

    Examples
    --------
    >>> row = {"leading_industry.total_output": ["22.37", "24.81", "26.62"]}
    >>> copied = row | {"innovation.rd_growth": ["6.13", "7.25", "8.41"]}
    >>> [(found.kind, found.declarations) for found in find_similar({"甲": copied, "乙": copied, "丙": row})]
    [('copied_figures', ('甲', '乙'))]
    """
    return (
        *_same_niches(declarations),
        *(_copied(COPIED_FIGURES, shared) for shared in find_shared(declarations, figures)),
        *(_copied(COPIED_TEXT, shared) for shared in find_shared(declarations, sentences)),
        *(found for key, fields in declarations.items() for found in _parts_above_whole(key, fields, parts)),
    )


def _same_niches(declarations: Mapping[str, Fields]) -> Iterator[Similarity]:
    named: dict[Niche, list[str]] = defaultdict(list)
    for key, fields in declarations.items():
        names = [fields[name] for name in NAME_KEYS if isinstance(fields.get(name), str)]
        places = [str(fields[place]) for place in PLACE_KEYS if isinstance(fields.get(place), str)]
        niche = niche_of(str(names[0]) if names else "", places)
        if niche.pairs:
            named[niche].append(key)
    for niche, keys in named.items():
        if len(keys) > 1:
            values = {"niche": niche.core}
            yield Similarity(SAME_NICHE, tuple(keys), NAME_KEYS, "细分领域相同：均为“{niche}”。", values)
    for one, other, share in similar_niches(tuple(named)):
        values = {"one": one.core, "other": other.core, "share": f"{share:.0%}"}
        template = "细分领域相近：“{one}”与“{other}”，用字重合{share}。"
        yield Similarity(SAME_NICHE, (*named[one], *named[other]), NAME_KEYS, template, values)


def _copied(kind: str, shared: Shared) -> Similarity:
    shown = "；".join(shared.contents[:_MOST_SHOWN])
    values = {"count": str(len(shared.contents)), "shown": shown}
    template = (
        "有{count}处数据完全相同，如：{shown}。" if kind == COPIED_FIGURES else "有{count}句完全相同，如：“{shown}”。"
    )
    return Similarity(kind, shared.declarations, shared.fields, template, values)


def _parts_above_whole(key: str, fields: Fields, parts: Mapping[str, str]) -> Iterator[Similarity]:
    for part, whole in parts.items():
        for above, limit in zip(_row(fields.get(part)), _row(fields.get(whole)), strict=False):
            if above is not None and limit is not None and above > limit:
                values = {"part": f"{above:f}", "whole": f"{limit:f}"}
                template = "部分大于整体：{part}多于{whole}。"
                yield Similarity(PARTS_ABOVE_WHOLE, (key,), (part, whole), template, values)
                break


def _row(value: object) -> list[Decimal | None]:
    return [_number(cell) for cell in (value if isinstance(value, list | tuple) else [value])]


def _number(value: object) -> Decimal | None:
    try:
        number = read_number(value)
    except MalformedNumberError:
        return None
    return number if isinstance(number, Decimal) else None
