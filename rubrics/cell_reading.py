"""What one plain value says in the cell of a field: a number, a ticked word, the ticked boxes, or a text."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping

from rubrics.declaration import Entry
from rubrics.form import Field
from rubrics.numbers import Gap, MalformedNumberError, read_number

_PRESENT = "有"
_NOT_CONCERNED = frozenset({"不涉及", "不适用"})


class MalformedValueError(ValueError):
    """A value that cannot stand where it stands; carries a code, a Chinese template and its values.

    Examples
    --------
    >>> MalformedValueError("not_a_number", "“{written}”不是数字。", {"written": "约十"}).code
    'not_a_number'
    """

    def __init__(self, code: str, template: str, values: Mapping[str, str]) -> None:
        self.code, self.template, self.values = code, template, values
        super().__init__(template.format(**values))


def read_cells(field: Field, value: object) -> tuple[Entry, ...]:
    """Return the entries of a field: one, or three for a yearly row.

    Parameters
    ----------
    field
        What the form asks for.
    value
        A plain value; for a yearly row a list of three, or one word (blank, 无) that holds for all three.

    Returns
    -------
    tuple of entries
        As many as the field has cells.

    Raises
    ------
    MalformedValueError
        If a value is not of the field's kind, or a yearly row does not have three cells.

    Examples
    --------
    >>> row = Field("a.b", "产值", "a", "money", "5(2)", "s", 1, years=3)
    >>> read_cells(row, ["22.00", None, "无"])
    (Decimal('22.00'), <Gap.BLANK: 'blank'>, <Gap.NONE: '无'>)
    """
    if field.years == 1:
        return (_entry(field, value),)
    if not isinstance(value, list | tuple):
        gap = read_gap(value)
        if gap is None:
            raise MalformedValueError("not_a_row", "应为{years}个年度的数，由早到晚。", {"years": str(field.years)})
        return (gap,) * field.years
    if len(value) != field.years:
        values = {"years": str(field.years), "found": str(len(value))}
        raise MalformedValueError("not_a_row", "应为{years}个年度的数，现有{found}个。", values)
    return tuple(_entry(field, entry) for entry in value)


def read_gap(value: object) -> Gap | None:
    """Return whether a value is blank or the word 无; None when it says something else.

    Examples
    --------
    >>> read_gap("  "), read_gap("无"), read_gap("是")
    (<Gap.BLANK: 'blank'>, <Gap.NONE: '无'>, None)
    """
    if value is None:
        return Gap.BLANK
    if isinstance(value, str):
        text = value.strip()
        return Gap.BLANK if not text else Gap.NONE if text == Gap.NONE.value else None
    return None


def as_written(value: object) -> str:
    """Return a malformed value as a person wrote it (in JSON, where it was not a text), short enough to be shown.

    Examples
    --------
    >>> as_written("约" * 60)[-3:], as_written(True), as_written(["一"])
    ('约约…', 'true', '["一"]')
    """
    if isinstance(value, bool | list | tuple | Mapping):
        text = json.dumps(value, ensure_ascii=False, default=str)
    else:
        text = str(value)
    return text if len(text) <= 40 else text[:40] + "…"


def _entry(field: Field, value: object) -> Entry:
    if field.numeric or field.kind == "years":
        return _number(value)
    if field.kind == "ticks":
        return _ticks(field, value)
    gap = read_gap(value)
    if gap is not None:
        return gap
    return _choice(field, value) if field.options else _text(field, value)


def _number(value: object) -> Entry:
    try:
        return read_number(value)
    except MalformedNumberError:
        raise MalformedValueError("not_a_number", "“{written}”不是数字。", {"written": as_written(value)}) from None


def _text(field: Field, value: object) -> Entry:
    if isinstance(value, str):
        return value
    if isinstance(value, bool) and field.kind in {"seal", "signature"}:
        return _PRESENT if value else Gap.BLANK
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)  # a telephone number or a year written without quotes
    raise MalformedValueError("not_a_text", "“{written}”应为文字（加引号）。", {"written": as_written(value)})


def _choice(field: Field, value: object) -> Entry:
    picked = value[0] if isinstance(value, list) and len(value) == 1 else value
    word = _bare(picked) if isinstance(picked, str) else None
    for option in field.options:
        parts = {_bare(option.label), *_bare(option.label).split(",")}
        if word in parts or (type(picked) is int and picked == option.number):
            return option.label
        if word in _NOT_CONCERNED and parts & _NOT_CONCERNED:
            return option.label
    words = "、".join(option.label for option in field.options)
    values = {"written": as_written(value), "words": words}
    raise MalformedValueError("not_an_option", "“{written}”不在选项之内，应为：{words}。", values)


def _bare(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def _ticks(field: Field, value: object) -> Entry:
    gap = read_gap(value)
    if gap is not None:
        return gap
    numbers = {str(option.number): option.number for option in field.options}
    if isinstance(value, list | tuple):
        picked = {numbers.get(str(entry)) for entry in value if not isinstance(entry, bool)}
        ticked = sorted(number for number in picked if number is not None)
        if len(ticked) == len({str(entry) for entry in value}):
            return tuple(ticked) or Gap.NONE
    values = {"written": as_written(value), "last": str(len(numbers))}
    raise MalformedValueError("not_ticks", "“{written}”应为勾选序号的列表，如 [1, 3]，最大 {last}。", values)
