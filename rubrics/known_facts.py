"""What is known beside the form: who applies, where the cluster lies, the city's steps, lists, public records."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from rubrics.cell_reading import MalformedValueError, as_written, read_gap
from rubrics.declaration import Known
from rubrics.numbers import Gap, MalformedNumberError, read_number


def read_known(path: str, value: object) -> Known:
    """Return the fact at a path from its plain value; blank for None.

    Parameters
    ----------
    path
        One of ``PATHS``.
    value
        A word, true or false, a number, or a list of numbers, as the path asks.

    Returns
    -------
    Known
        ``Gap.BLANK`` when nothing is known, ``Gap.NONE`` for the word 无.

    Raises
    ------
    MalformedValueError
        If the value is not of the path's kind.

    Examples
    --------
    >>> read_known("location.county_output_shares", ["60", 40])
    (Decimal('60'), Decimal('40'))
    """
    gap = read_gap(value)
    return gap if gap is not None else PATHS[path](value)


def _word(*allowed: str) -> Callable[[object], Known]:
    def read(value: object) -> Known:
        if isinstance(value, str) and (not allowed or value.strip() in allowed):
            return value.strip()
        values = {"written": as_written(value), "words": "、".join(allowed) or "文字"}
        raise MalformedValueError("not_allowed", "“{written}”不可用，应为：{words}。", values)

    return read


def _flag(value: object) -> Known:
    if isinstance(value, bool):
        return value
    raise MalformedValueError("not_true_or_false", "“{written}”应为 true 或 false。", {"written": as_written(value)})


def _flag_or_word(value: object) -> Known:
    return value if isinstance(value, bool) else _word()(value)


def _number(value: object) -> Decimal | Gap:
    try:
        return read_number(value)
    except MalformedNumberError:
        raise MalformedValueError("not_a_number", "“{written}”不是数字。", {"written": as_written(value)}) from None


def _count(value: object) -> Known:
    number = _number(value)
    if isinstance(number, Decimal) and (number < 0 or number % 1):
        raise MalformedValueError("not_a_count", "“{written}”应为非负整数。", {"written": as_written(value)})
    return number


def _numbers(length: int | None) -> Callable[[object], Known]:
    def read(value: object) -> Known:
        if isinstance(value, list | tuple) and len(value) in {length or len(value)}:
            return tuple(_number(entry) for entry in value)
        if length:
            raise MalformedValueError("not_a_row", "应为{years}个年度的数，由早到晚。", {"years": str(length)})
        raise MalformedValueError("not_a_row", "“{written}”应为数的列表。", {"written": as_written(value)})

    return read


PATHS: dict[str, Callable[[object], Known]] = {
    "applicant.kind": _word(),
    "applicant.operator_kind": _word(),
    "applicant.designated_by_city": _flag,
    "location.kind": _word(),
    "location.county_output_shares": _numbers(None),
    "location.applicant_county_share": _number,
    "city.on_site_verification": _flag,
    "city.recommendation": _flag,
    "lists.leading_industry_champions_or_giants": _count,
    "lists.leading_industry_other_titled": _count,
    "lists.other_titled": _count,
    "co2_total": _numbers(3),
    "facts.high_energy_industry": _flag,
    "facts.water_vs_industry_average": _word("below", "equal", "above"),
    "facts.contrary_public_record": _flag_or_word,
    "facts.violation_kind": _word(),
}
SERIES = frozenset({"location.county_output_shares", "co2_total"})
SHAPES: dict[Callable[[object], Known], str] = {_number: "number", _count: "number", _flag: "flag"}


def shape_of(path: str) -> str:
    """Return how a known fact is stated: ``number``, ``series``, ``flag`` or ``word``.

    Examples
    --------
    >>> shape_of("co2_total"), shape_of("applicant.kind")
    ('series', 'word')
    """
    if path in SERIES:
        return "series"
    return SHAPES.get(PATHS[path], "word")


TITLES = {
    "operator": "集群运营管理机构",
    "county_authority": "县级中小企业主管部门",
    "park_committee": "开发区（工业园区）管委会",
    "one_county": "一个县级区划范围内",
    "adjacent_counties": "相邻县（市、区）交界处",
    "non_adjacent_counties": "不相邻的县（市、区）",
}
GROUPS = frozenset(path.split(".")[0] for path in PATHS if "." in path)
