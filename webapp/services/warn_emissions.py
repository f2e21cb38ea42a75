"""An early word about emissions: growing output leaves the intensity less room than most expect."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Any

from rubrics.model import Condition, Pack
from rubrics.numbers import MalformedNumberError, read_number
from rubrics.predicates.trends import FallingAmount

RULE = (
    "第{article}条要求{title}逐年下降：产值增长 {growth}% 时，强度须再降 {needed}% 以上总量才会下降，"
    "目前强度变化 {change}%，请提前核实排放数据。"
)

Year = tuple[Decimal | None, Decimal | None]


@dataclass(frozen=True)
class EmissionWarning:
    """Intensity fell too little, or not at all, for the amount to fall."""

    article: str
    template: str
    values: Mapping[str, object]
    rows: tuple[str, ...]


def asks_amount(pack: Pack) -> tuple[tuple[Condition, FallingAmount], ...]:
    """Return the conditions under which an amount derived from two rows must fall."""
    found = ((one, one.predicate) for one in pack.conditions)
    return tuple((one, rule) for one, rule in found if isinstance(rule, FallingAmount) and len(rule.rows) == 2)


def warn_emissions(pack: Pack, plain: Mapping[str, Any]) -> Iterator[EmissionWarning]:
    """Yield one warning for every step of years in which the amount cannot fall; none where it is declared."""
    if any(plain.get("co2_total") or ()):
        return
    for condition, rule in asks_amount(pack):
        intensity, output = (numbers_of(plain["fields"].get(key)) for key in rule.rows)
        for before, after in pairwise(zip(intensity, output, strict=False)):
            values = cannot_fall(before, after)
            if values is not None:
                told = {"article": condition.article, "title": rule.title, **values}
                yield EmissionWarning(condition.article, RULE, told, rule.rows)


def cannot_fall(before: Year, after: Year) -> dict[str, Decimal] | None:
    """Return growth, the fall of intensity it asks for and the change there was; None where the amount falls."""
    (rate_before, size_before), (rate, size) = before, after
    if not (rate_before and size_before and size) or rate is None or rate * size < rate_before * size_before:
        return None
    return {
        "growth": in_percent(size / size_before - 1),
        "needed": in_percent(1 - size_before / size),
        "change": in_percent(rate / rate_before - 1),
    }


def in_percent(share: Decimal) -> Decimal:
    """Show a share as percent with two decimals, half up."""
    return (share * 100).quantize(Decimal("0.01"), ROUND_HALF_UP)


def numbers_of(row: object) -> list[Decimal | None]:
    """Read a yearly row; what is no number is unknown."""
    return [number_of(cell) for cell in row] if isinstance(row, list | tuple) else []


def number_of(cell: object) -> Decimal | None:
    """Read one cell."""
    try:
        number = read_number(cell)
    except MalformedNumberError:
        return None
    return number if isinstance(number, Decimal) else None
